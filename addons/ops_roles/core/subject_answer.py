"""The answer to a person who asks what we hold of him, as a workbook; no Odoo here."""

import io

import xlsxwriter

_WIDTHS = (22, 34, 22, 20, 44, 12)


def answer_workbook(sheet_name, head, titles, rows):
    """Return the bytes of an XLSX file: a head of label and value, then a table.

    Texts are written as texts, so that no cell is calculated whatever it begins with.

    :param head: list of ``(label, value)``
    :param titles: column titles of the table
    :param rows: tuples of as many texts

    >>> answer_workbook("Answer", [("Person", "=1+1")], ["Document"], [("Contact",)])[:2]
    b'PK'
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(sheet_name)
        bold = book.add_format({"bold": True})
        title = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E7E9ED"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for row, (label, value) in enumerate(head):
            sheet.write_string(row, 0, label, bold)
            sheet.write_string(row, 1, value or "")
        top = len(head) + 1
        for column, text in enumerate(titles):
            sheet.set_column(column, column, _WIDTHS[column % len(_WIDTHS)])
            sheet.write_string(top, column, text, title)
        for row, cells in enumerate(rows, top + 1):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text or "", wrap)
        sheet.freeze_panes(top + 1, 0)
    return content.getvalue()
