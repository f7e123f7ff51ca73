"""Data volumes as operators write them, as exact megabytes."""

import re
from decimal import Decimal

#: Kilobytes in a megabyte, unless an operator counts by thousands.
BASE = 1024
_VOLUME = re.compile(r"(\d+(?:\.\d+)?)\s*(K|M|G|T)?I?(B|字节)?", re.IGNORECASE)
_POWERS = {"": -2, "K": -1, "M": 0, "G": 1, "T": 2}
#: No card carries more in a month: beyond it a column was taken for another.
LARGEST = Decimal(10) ** 8
_DAY = re.compile(r"(20\d\d)[-/.年]?(0?[1-9]|1[0-2])(?:[-/.月]?(0?[1-9]|[12]\d|3[01]))?[日月]?")


class Wrong(ValueError):
    """A text that is none; the argument is the code of the reason."""


def megabytes(text, unit="MB", base=BASE):
    """Exact megabytes of a text with or without a unit of its own.

    A KB is a finite decimal of a MB, so nothing is rounded here.

    >>> megabytes("12.5"), megabytes("1,536KB"), megabytes("1.5 GB"), megabytes("512K")
    (Decimal('12.5'), Decimal('1.5'), Decimal('1536.0'), Decimal('0.5'))
    >>> megabytes("2048", "KB"), megabytes("2500", "KB", 1000), megabytes("1048576", "B")
    (Decimal('2'), Decimal('2.5'), Decimal('1'))
    """
    found = _VOLUME.fullmatch(text.strip().replace(",", "").replace(",", "").replace("兆", "M"))
    if not found:
        raise Wrong("volume")
    number, letter, bytes_mark = found.groups()
    if not letter and not bytes_mark:
        letter = unit.upper().rstrip("B")
    value = _scale(Decimal(number), _POWERS[(letter or "").upper()], Decimal(base))
    if value > LARGEST:
        raise Wrong("volume")
    return value


def _scale(value, power, base):
    return value * base**power if power >= 0 else value / base**-power


def month_and_day(text):
    """``(first of the month as text, day or 0)`` of a day, or of a month alone.

    >>> month_and_day("2026-10-03"), month_and_day("20261003"), month_and_day("2026年10月")
    (('2026-10-01', 3), ('2026-10-01', 3), ('2026-10-01', 0))
    >>> month_and_day("2026-10-03 08:00:00"), month_and_day("202610")
    (('2026-10-01', 3), ('2026-10-01', 0))
    """
    found = _DAY.fullmatch(text.strip().split(" ")[0].split("T")[0])
    if not found:
        raise Wrong("day")
    year, month, day = found.groups()
    if day and int(day) > _days_in(int(year), int(month)):
        raise Wrong("day")
    return f"{year}-{int(month):02d}-01", int(day or 0)


def _days_in(year, month):
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def month_in(text):
    """The month ``YYYY-MM`` that a file name or a period names, or an empty text.

    >>> month_in("carrier_invoice_2026-10.csv"), month_in("账单202609.csv"), month_in("bill.csv")
    ('2026-10', '2026-09', '')
    """
    found = re.search(r"(?<!\d)(20\d\d)[-_./年]?(0[1-9]|1[0-2])(?!\d\d\d)", text)
    return f"{found[1]}-{found[2]}" if found else ""
