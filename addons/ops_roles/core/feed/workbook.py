"""XLSX beside the text files feeds read: an empty one to fill in, and a filled one as CSV."""

import csv
import io
from datetime import datetime
from zipfile import BadZipFile

import openpyxl
import xlsxwriter
from openpyxl.utils.exceptions import InvalidFileException

from .errors import Unreadable

#: Every XLSX is a zip file and begins like one.
ZIP = b"PK\x03\x04"


def template(columns, title):
    """The bytes of a workbook with the names of the columns in its first line.

    :param columns: ``core.feed.Column`` s; the first name of each is written, required ones bold

    >>> from .csvmap import Column
    >>> as_csv(template([Column("a", ("编码", "code")), Column("b", ("数量",))], "t"))
    '编码,数量\\n'
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet(title[:31])
        for place, column in enumerate(columns):
            look = book.add_format({"bold": column.required, "bg_color": "#D9E2F3", "border": 1})
            page.write_string(0, place, (column.headers or (column.name,))[0], look)
            page.set_column(place, place, 22, book.add_format({"num_format": "@"}))
        page.freeze_panes(1, 0)
    return buffer.getvalue()


def as_csv(content):
    """The first sheet of a workbook as CSV; a line of it is a line of the sheet.

    :raise Unreadable: (``spreadsheet``) the file is damaged or no XLSX
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise Unreadable("spreadsheet") from error
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in book.worksheets[0].iter_rows(values_only=True):
        cells = [_cell(value) for value in row]
        # An empty row stays an empty line, so that the numbers of the lines hold.
        writer.writerow(cells) if any(cells) else text.write("\n")
    return text.getvalue()


def _cell(value):
    """A cell as text: a whole number without a point, a day as ISO text.

    >>> [_cell(value) for value in (None, 3.0, 2.5, " x ", "a\\nb")]
    ['', '3', '2.5', 'x', 'a b']
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return " ".join(str(value).split())
