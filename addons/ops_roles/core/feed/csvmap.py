"""CSV of any layout: columns found by their header names or their position."""

import csv
from typing import NamedTuple

from .copytext import copy_row
from .errors import RejectLine, Unreadable
from .lineparser import LineParser

#: Lines one quoted record may span; beyond that the quote was a stray one.
MAX_RECORD_LINES = 50
_DELIMITERS = ",;\t|"


class Column(NamedTuple):
    """Where one value comes from: the first known header name, else the 1-based position."""

    name: str
    headers: tuple = ()
    position: int = 0
    required: bool = False


def sniff_delimiter(line):
    """The delimiter that occurs most in a line, comma when none does.

    >>> sniff_delimiter("a;b;c"), sniff_delimiter("a")
    (';', ',')
    """
    return max(_DELIMITERS, key=line.count)


def _key(header):
    return header.strip().strip("\ufeff").casefold()


class CsvParser(LineParser):
    """Rows of a delimited file as values by column name; a subclass gives :meth:`convert`.

    ``columns``: the :class:`Column` s wanted. ``delimiter`` ``None`` is told from the first line.
    With ``has_header`` the first line names the columns and order does not matter; without it
    every column needs a position. Raises :class:`Unreadable` (``columns``, the missing names)
    when a required column is not there. Rejects: ``missing`` (a required value is empty),
    ``quote`` (a quote never closed), and whatever :meth:`convert` raises.
    """

    def __init__(self, columns, delimiter=None, has_header=True):
        self._columns = columns
        self._delimiter = delimiter
        self._has_header = has_header
        self._places = None
        self._wanted = ()  # (name, place, required, what people call it) of each column
        self._held = []  # lines of a record whose quote is still open
        self._held_first = 0
        self.record = ""

    def convert(self, values):
        """Stage values of one record given as a dict by column name; override to check.

        ``self.record`` is its text, for handlers that reject lines while they merge.
        """
        return [values[column.name] for column in self._columns]

    def parse(self, lines, first_line):
        head = self._head(lines)
        if head < len(lines):
            parts = ((lines[:head], first_line), (lines[head:], first_line + head))
            (first, lost), (rest, more) = (self.parse(*part) for part in parts)
            return first + rest, lost + more
        rows, rejects = [], []
        if self._are_plain(lines):
            for line_no, cells in enumerate(self._split(lines), first_line):
                if cells:
                    self._take_cells(line_no, lines[line_no - first_line], cells, rows, rejects)
            return "".join(rows), rejects
        for line_no, record in self._records(lines, first_line, rejects):
            self._take(line_no, record, rows, rejects)
        return "".join(rows), rejects

    def _head(self, lines):
        """How many lines go to the first record while the columns are not known."""
        if self._places is not None or self._held:
            return len(lines)
        return next((count for count, line in enumerate(lines, 1) if line), len(lines))

    def _are_plain(self, lines):
        """Whether each line is a record, as most are: no quotes, and the columns are known."""
        if self._held or self._places is None or max(map(len, lines)) > csv.field_size_limit():
            return False
        return '"' not in "".join(lines)

    def _split(self, lines):
        return csv.reader(lines, delimiter=self._delimiter)

    def flush(self):
        """A quote that never closed: its first line is rejected, the others are read again."""
        texts, rejects = [], []
        while self._held:
            text, more = self._drop_stray()
            texts.append(text)
            rejects += more
        return "".join(texts), rejects

    def _drop_stray(self):
        held, first = self._held, self._held_first
        self._held = []
        text, rejects = self.parse(held[1:], first + 1)
        return text, [(first, held[0], "quote", ""), *rejects]

    def _records(self, lines, first_line, rejects):
        """``(line_no, text of one record)``; a quoted record may hold line ends."""
        queue = list(reversed(list(enumerate(lines, first_line))))
        while queue:
            line_no, line = queue.pop()
            if not self._held:
                if not line:
                    continue
                self._held_first = line_no
            self._held.append(line)
            if sum(piece.count('"') for piece in self._held) % 2 == 0:
                text, self._held = "\n".join(self._held), []
                yield self._held_first, text
            elif len(self._held) > MAX_RECORD_LINES:
                rejects.append((self._held_first, self._held[0], "quote", ""))
                again = enumerate(self._held[1:], self._held_first + 1)
                queue += reversed(list(again))
                self._held = []

    def _take(self, line_no, record, rows, rejects):
        if self._delimiter is None:
            self._delimiter = sniff_delimiter(record)
        try:
            cells = next(self._split([record]), [])
        except csv.Error as error:
            rejects.append((line_no, record, "quote", str(error)))
            return
        if self._places is None:
            self._places = self._find(cells)
            self._wanted = [
                (one.name, self._places[one.name], one.required, (*one.headers, one.name)[0])
                for one in self._columns
            ]
            if self._has_header:
                return
        self._take_cells(line_no, record, cells, rows, rejects)

    def _take_cells(self, line_no, record, cells, rows, rejects):
        self.record = record
        try:
            rows.append(copy_row((line_no, *self.convert(self._values(cells)))))
        except RejectLine as error:
            rejects.append((line_no, record, error.code, error.detail))

    def _find(self, cells):
        """Index of each column in the record, None when an optional one is not there."""
        known = {_key(cell): place for place, cell in enumerate(cells)}
        places = {column.name: self._place(column, known) for column in self._columns}
        missing = [
            column.headers[0] if column.headers else column.name
            for column in self._columns
            if column.required and places[column.name] is None
        ]
        if missing:
            raise Unreadable("columns", ", ".join(missing))
        return places

    def _place(self, column, known):
        if self._has_header:
            for header in column.headers:
                if _key(header) in known:
                    return known[_key(header)]
        return column.position - 1 if column.position else None

    def _values(self, cells):
        values, width = {}, len(cells)
        for name, place, required, label in self._wanted:
            value = cells[place].strip() if place is not None and place < width else ""
            if required and not value:
                raise RejectLine("missing", label)
            values[name] = value
        return values
