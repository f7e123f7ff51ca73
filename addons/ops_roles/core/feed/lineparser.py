"""The base of a parser that handles one line at a time."""

from .copytext import copy_row
from .errors import RejectLine


class LineParser:
    """Turn lines into COPY text; a subclass gives :meth:`row`.

    A parser that must be fast overrides :meth:`parse` and works on the whole chunk.
    """

    def row(self, line, line_no):
        """Values of the stage columns (without ``line_no``); raises :class:`RejectLine`."""
        raise NotImplementedError

    def parse(self, lines, first_line):
        """``(copy_text, rejects)`` of consecutive lines; empty lines are passed over.

        A line already rejected by the reader arrives as an empty string, so numbers hold.
        """
        rows, rejects = [], []
        for line_no, line in enumerate(lines, first_line):
            if not line:
                continue
            try:
                rows.append(copy_row((line_no, *self.row(line, line_no))))
            except RejectLine as error:
                rejects.append((line_no, line, error.code, error.detail))
        return "".join(rows), rejects

    def parse_tail(self, line, line_no):
        """The last line of a file when it has no line end: it may have been cut.

        By default it counts as whole; what does not parse is reported as ``truncated``.
        """
        text, rejects = self.parse([line], line_no)
        return text, [(number, raw, "truncated", detail) for number, raw, _code, detail in rejects]

    def flush(self):
        """``(copy_text, rejects)`` of what was held back for lines still to come."""
        return "", []

    def finish(self):
        """Warnings about the whole file: ``(reason_code, detail)``."""
        return []
