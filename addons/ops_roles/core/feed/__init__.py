"""Files in: reading hostile bytes as lines, COPY text, CSV mapping, rejects. No Odoo in here."""

from .copytext import copy_field, copy_row, copy_unescape
from .csvmap import Column, CsvParser
from .errors import RejectLine, Unreadable
from .lineparser import LineParser
from .reader import Chunk, LineReader, open_content
from .spool import Spooled, TooLarge, spool
from .spreadsheet import formula_safe
from .workbook import ZIP, as_csv, template

__all__ = [
    "ZIP",
    "Chunk",
    "Column",
    "CsvParser",
    "LineParser",
    "LineReader",
    "RejectLine",
    "Spooled",
    "TooLarge",
    "Unreadable",
    "as_csv",
    "copy_field",
    "copy_row",
    "copy_unescape",
    "formula_safe",
    "open_content",
    "spool",
    "template",
]
