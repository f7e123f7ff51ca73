"""The base of a parser of lines."""

from abc import ABC, abstractmethod


class LineParser(ABC):
    """Turn lines into COPY text; a subclass gives :meth:`parse`."""

    @abstractmethod
    def parse(self, lines, first_line):
        """``(copy_text, rejects)`` of consecutive lines; empty lines are passed over.

        A line already rejected by the reader arrives as an empty string, so numbers hold.
        ``rejects`` are tuples of line number, text, reason code and detail.
        """

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
