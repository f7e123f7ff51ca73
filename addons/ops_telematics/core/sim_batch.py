"""Batches to an operator: how cards are shared out, how a file is written, what answers mean."""

import csv
import io
from typing import NamedTuple

import xlsxwriter

#: What can be asked of an operator → states in which a card may be when it is asked.
FITTING = {
    "open": ("stock", "test", "silent"),
    "replace": ("test", "silent", "active", "stopped", "pre_cancelled"),
    "stop": ("test", "silent", "active"),
    "resume": ("stopped",),
    "cancel": ("stock", "test", "silent", "active", "stopped", "pre_cancelled"),
    "topup": ("silent", "active", "stopped"),
}
#: What is asked → the state of a card once it was done; a replacement leaves the old one so.
OUTCOME = {
    "open": "active",
    "replace": "cancelled",
    "stop": "stopped",
    "resume": "active",
    "cancel": "cancelled",
}
#: A card that is to take the place of another is in one of these.
SPARE = ("stock", "test", "silent", "active")
ACCEPTED, REFUSED, PENDING = "accepted", "refused", "pending"
#: A spreadsheet calculates cells that begin so.
_FORMULA = ("=", "+", "-", "@")


class Heading(NamedTuple):
    """A column of an operator's file: its name, and which value of a card stands in it.

    ``value`` is ``text`` for a column in which the same text stands for every card.
    """

    header: str
    value: str
    text: str = ""


def parts(cards, most):
    """Cut a list into lists of at most so many, as equal as can be.

    >>> parts(["a", "b", "c", "d", "e"], 2)
    [['a', 'b'], ['c', 'd'], ['e']]
    >>> [len(part) for part in parts(list(range(101)), 100)], parts([], 3)
    ([51, 50], [])
    """
    number = -(-len(cards) // most)
    if not number:
        return []
    size, more = divmod(len(cards), number)
    found, start = [], 0
    for index in range(number):
        end = start + size + (index < more)
        found.append(cards[start:end])
        start = end
    return found


def sheet(headings, rows, has_header=True):
    """The cells of a file; ``rows``: a dict of values per card.

    :raise KeyError: (value, place of the card) a card lacks what a column needs

    >>> headings = [Heading("卡号", "iccid"), Heading("操作", "text", "停机")]
    >>> sheet(headings, [{"iccid": "8986"}])
    [['卡号', '操作'], ['8986', '停机']]
    >>> sheet(headings, [{"iccid": ""}])
    Traceback (most recent call last):
    ...
    KeyError: ('iccid', 0)
    """
    lines = [[one.header for one in headings]] if has_header else []
    for place, row in enumerate(rows):
        lines.append([_cell(one, row, place) for one in headings])
    return lines


def _cell(heading, row, place):
    if heading.value == "text":
        return heading.text
    value = row.get(heading.value)
    if value in (None, "", False):
        raise KeyError(heading.value, place)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(lines, delimiter=",", encoding="utf-8"):
    """The bytes of a text file.

    >>> as_csv([["卡号"], ["1"]], encoding="gb18030").decode("gbk")
    '卡号\\r\\n1\\r\\n'
    """
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode(encoding)


def as_xlsx(lines):
    """The bytes of a workbook; numbers of cards stay text, so that no digit is lost."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                page.write_string(row, column, cell)
        page.set_column(0, max(map(len, lines), default=1), 24)
    return buffer.getvalue()


def verdict(text, accepted, pending=()):
    """What the word of an operator means; any word that is not known refuses.

    >>> verdict("成功", {"成功", "0"}), verdict(" OK ", {"ok"}), verdict("余额不足", {"成功"})
    ('accepted', 'accepted', 'refused')
    >>> verdict("处理中", {"成功"}, {"处理中"}), verdict("", {"成功"})
    ('pending', None)
    """
    word = text.strip().casefold()
    if not word:
        return None
    if word in accepted:
        return ACCEPTED
    return PENDING if word in pending else REFUSED


def words(text):
    """Words separated by |, in small letters.

    >>> sorted(words("OK| 成功 |"))
    ['ok', '成功']
    """
    return frozenset(word.strip().casefold() for word in (text or "").split("|") if word.strip())
