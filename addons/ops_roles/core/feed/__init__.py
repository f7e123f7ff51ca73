"""Files in: reading hostile bytes as lines, COPY text, CSV mapping, rejects. No Odoo in here."""

from .copytext import copy_field, copy_row, copy_unescape
from .csvmap import Column, CsvParser
from .errors import RejectLine, Unreadable
from .lineparser import LineParser
from .masking import formula_safe, mask_numbers
from .reader import Chunk, LineReader, open_content

__all__ = [
    "Chunk",
    "Column",
    "CsvParser",
    "LineParser",
    "LineReader",
    "RejectLine",
    "Unreadable",
    "copy_field",
    "copy_row",
    "copy_unescape",
    "formula_safe",
    "mask_numbers",
    "open_content",
]
