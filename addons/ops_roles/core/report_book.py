"""The content of a periodic report, and its workbook. Pure Python; no Odoo.

A builder of an add-on gives a list of ``Sheet``; everything that is kept, compared, shown on the
screen and written into the workbook comes from that one value. ``to_json`` and ``from_json`` turn
it into plain data for freezing; ``differences`` compares two frozen contents cell by cell;
``write_book`` writes XLSX by xlsxwriter. Text is always written as text: a cell that begins with
``=``, ``+``, ``-`` or ``@`` can never run as a formula.
"""

import io
from dataclasses import asdict, dataclass, field

import xlsxwriter

#: Excel formats per kind of column. ``seconds`` are shown as h:mm:ss, ``percent`` are fractions.
FORMATS = {
    "text": "@",
    "integer": "#,##0",
    "number": "#,##0.00",
    "money": "¥#,##0.00",
    "percent": "0.0%",
    "seconds": "[h]:mm:ss",
    "date": "yyyy-mm-dd",
}
DAY_S = 86400
_WIDEST = 48


@dataclass(frozen=True)
class Column:
    """A column: key in the rows, heading, kind (see FORMATS) and how the figure is made."""

    key: str
    label: str
    kind: str = "text"
    formula: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture of a sheet: ``line``, ``column``, ``bar`` or ``pie`` over its rows."""

    kind: str
    title: str
    category: str
    series: tuple


@dataclass(frozen=True)
class Sheet:
    """A table: ``rows`` are dicts by column key; the first column names the row.

    A row may carry ``_model`` and ``_domains``, a domain per column key: what opens behind a
    figure; and ``_total`` when it sums up the others (left out of the charts).
    """

    title: str
    columns: tuple
    rows: tuple
    charts: tuple = ()
    notes: tuple = field(default_factory=tuple)


def to_json(sheets):
    """Plain lists and dicts that a JSON field can keep.

    >>> to_json([Sheet("a", (Column("x", "X"),), ({"x": "1"},))])[0]["rows"]
    [{'x': '1'}]
    """
    return [_plain(asdict(sheet)) for sheet in sheets]


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def from_json(data):
    """Sheets of frozen content; the inverse of ``to_json`` (dates stay ISO text)."""
    return [
        Sheet(
            one["title"],
            tuple(Column(**column) for column in one["columns"]),
            tuple(one["rows"]),
            tuple(Chart(**{**chart, "series": tuple(chart["series"])}) for chart in one["charts"]),
            tuple(one["notes"]),
        )
        for one in data
    ]


def differences(old, new):
    """Cells that differ between two frozen contents: dicts of sheet, row, column, kind, old, new.

    Rows are matched by the first column. A row that came or went shows all its figures.

    >>> shape = Column("d", "Day"), Column("n", "N")
    >>> before = to_json([Sheet("s", shape, ({"d": "1", "n": 2},))])
    >>> after = to_json([Sheet("s", shape, ({"d": "1", "n": 3},))])
    >>> differences(before, after)
    [{'sheet': 's', 'row': '1', 'column': 'N', 'kind': 'text', 'old': 2, 'new': 3}]
    >>> differences(before, before)
    []
    """
    found = []
    sheets = {one["title"]: one for one in old}
    for one in [*new, *(sheet for sheet in old if sheet["title"] not in {s["title"] for s in new})]:
        gone = one["title"] not in {sheet["title"] for sheet in new}
        before = one if gone else sheets.get(one["title"])
        found += _sheet_differences(before, None if gone else one)
    return found


def _sheet_differences(old, new):
    shape = new or old
    name = shape["columns"][0]["key"]
    before, after = _by_name(old, name), _by_name(new, name)
    return [
        {
            "sheet": shape["title"],
            "row": str(row),
            "column": column["label"],
            "kind": column["kind"],
            "old": before.get(row, {}).get(column["key"]),
            "new": after.get(row, {}).get(column["key"]),
        }
        for row in dict.fromkeys([*before, *after])
        for column in shape["columns"][1:]
        if before.get(row, {}).get(column["key"]) != after.get(row, {}).get(column["key"])
    ]


def _by_name(sheet, name):
    return {row.get(name): row for row in sheet["rows"]} if sheet else {}


def write_book(heading, sheets):
    """The bytes of a workbook: a heading of ``(label, text)`` pairs over every sheet.

    :param heading: the first pair is the title; the others stand in lines below it
    :param sheets: list of ``Sheet``
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        formats = _formats(book)
        for number, sheet in enumerate(sheets, 1):
            _write_sheet(book, formats, heading, sheet, _sheet_name(sheet.title, number))
    return buffer.getvalue()


def _formats(book):
    made = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
    for kind, code in FORMATS.items():
        made[f"{kind}_total"] = book.add_format({"num_format": code, "bold": True, "top": 1})
    made["title"] = book.add_format({"bold": True, "font_size": 16})
    made["head"] = book.add_format(
        {"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    made["note"] = book.add_format({"italic": True, "font_color": "#595959", "text_wrap": False})
    return made


def _sheet_name(title, number):
    r"""A name Excel takes: 31 characters, none of ``[]:*?/\``, unique by its number.

    >>> _sheet_name("a/b", 1)
    '1 a b'
    """
    clean = "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)
    return f"{number} {clean}"[:31]


def _write_sheet(book, formats, heading, sheet, name):
    page = book.add_worksheet(name)
    page.write_string(0, 0, f"{heading[0][1]} · {sheet.title}", formats["title"])
    for line, (label, text) in enumerate(heading[1:], 1):
        page.write_string(line, 0, f"{label}: {text}", formats["note"])
    top = len(heading) + 1
    for place, column in enumerate(sheet.columns):
        page.write_string(top, place, column.label, formats["head"])
        page.set_column(place, place, _width(column, sheet.rows))
        if column.formula:
            page.write_comment(top, place, column.formula)
    for line, row in enumerate(sheet.rows, top + 1):
        suffix = "_total" if row.get("_total") else ""
        for place, column in enumerate(sheet.columns):
            _write_cell(page, line, place, row.get(column.key), column.kind, formats, suffix)
    page.freeze_panes(top + 1, 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    _write_notes(page, sheet, top + len(sheet.rows) + 2, formats)
    _write_charts(book, page, sheet, name, top)


def _write_cell(page, line, place, value, kind, formats, suffix):
    style = formats[kind + suffix]
    if value is None or value is False:
        page.write_blank(line, place, None, style)
    elif kind in ("text", "date") or isinstance(value, str):
        page.write_string(line, place, str(value), formats["text" + suffix])
    else:
        page.write_number(line, place, value / DAY_S if kind == "seconds" else value, style)


def _width(column, rows):
    """Characters, counting a Chinese sign as two."""
    texts = [column.label, *(str(row.get(column.key, "")) for row in rows if column.kind == "text")]
    longest = max(sum(2 if ord(sign) > 0x2E80 else 1 for sign in text) for text in texts)
    return min(max(longest + 2, 10), _WIDEST)


def _write_notes(page, sheet, line, formats):
    formulas = [f"{column.label} = {column.formula}" for column in sheet.columns if column.formula]
    for offset, text in enumerate([*formulas, *sheet.notes]):
        page.write_string(line + offset, 0, text, formats["note"])


def _write_charts(book, page, sheet, name, top):
    places = {column.key: place for place, column in enumerate(sheet.columns)}
    last = top + sum(1 for row in sheet.rows if not row.get("_total"))
    if last == top:
        return
    for number, chart in enumerate(sheet.charts):
        picture = book.add_chart({"type": chart.kind})
        for key in chart.series:
            picture.add_series(
                {
                    "name": [name, top, places[key]],
                    "categories": [
                        name,
                        top + 1,
                        places[chart.category],
                        last,
                        places[chart.category],
                    ],
                    "values": [name, top + 1, places[key], last, places[key]],
                }
            )
        picture.set_title({"name": chart.title})
        picture.set_size({"width": 640, "height": 320})
        page.insert_chart(number * 17 + top, len(sheet.columns) + 1, picture)
