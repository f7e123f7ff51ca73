"""Arithmetic of a stock count: what differs, what is counted again, what is booked.

A key is whatever tells goods apart (product, lot, place). Quantities are in the unit of the
product. Goods may move while they are counted: each entry carries what the book said at that
moment, so a difference is what was counted less that, and it is booked upon what there is now.
"""

from dataclasses import dataclass

#: Digits that are compared; smaller differences come from floats.
DIGITS = 6


@dataclass(frozen=True)
class Entry:
    """What was counted of one key, and what the book said at that moment."""

    key: tuple
    quantity: float
    book: float


@dataclass(frozen=True)
class Line:
    """Result for one key: book when the count began, book when it was counted, counted."""

    key: tuple
    frozen: float
    expected: float
    counted: float

    @property
    def difference(self):
        """Counted less what the book said at that moment: over is plus, missing minus."""
        return round(self.counted - self.expected, DIGITS)

    def differs(self, percent=0):
        """Whether it is off by more than ``percent`` of the book; 0: by anything.

        >>> Line(("a",), 0, 100, 98).differs(), Line(("a",), 0, 100, 98).differs(2)
        (True, False)
        """
        return abs(self.difference) > round(abs(self.expected) * percent / 100, DIGITS)


def settle(frozen, entries, now):
    """The line of each key that was in the book at the beginning or was found.

    What was neither frozen nor found came in after its place had been counted: no line.

    :param frozen: ``{key: quantity}`` when the count began
    :param entries: list of ``Entry``, in the order they were made; the last one's book counts
    :param now: ``{key: quantity}`` by the book now, for what was not found at all

    >>> settle({"a": 5, "b": 1}, [Entry("a", 2, 5), Entry("a", 2, 4)], {"a": 4, "b": 1, "c": 9})
    [Line(key='a', frozen=5, expected=4, counted=4), Line(key='b', frozen=1, expected=1, counted=0)]
    """
    counted, books = {}, {}
    for entry in entries:
        counted[entry.key] = counted.get(entry.key, 0) + entry.quantity
        books[entry.key] = entry.book
    return [
        Line(key, frozen.get(key, 0), books.get(key, now.get(key, 0)), counted.get(key, 0))
        for key in dict.fromkeys([*frozen, *counted])
    ]


def spread(change, quantities):
    """Shares of a change over quantities that lie in several stacks, none below zero by it.

    What is added goes to the first; what cannot be taken anywhere is taken from the first too.

    >>> spread(3, [1, 2]), spread(-3, [1, 4]), spread(-9, [1, 4])
    ([3, 0], [-1, -2], [-5, -4])
    """
    if change >= 0:
        return [change, *([0] * (len(quantities) - 1))]
    shares, left = [], -change
    for quantity in quantities:
        share = min(left, max(quantity, 0))
        shares.append(-share)
        left = round(left - share, DIGITS)
    shares[0] -= left
    return shares


def scans(text):
    """Codes of a scanner, one a line, each optionally with a quantity behind a tab or blanks.

    :return: ``{code: quantity}``; a code scanned again counts again
    :raise ValueError: the line that cannot be read

    >>> scans("A1\\nA2\\n\\nA1"), scans("L7\\t2.5")
    ({'A1': 2, 'A2': 1}, {'L7': 2.5})
    """
    found = {}
    for line in text.splitlines():
        code, _blank, number = line.strip().partition("\t" if "\t" in line.strip() else " ")
        if code:
            found[code] = found.get(code, 0) + _quantity(number.strip(), line)
    return found


def _quantity(text, line):
    try:
        value = float(text) if text else 1
    except ValueError as error:
        raise ValueError(line) from error
    if not 0 <= value < 10**9:
        raise ValueError(line)
    return value
