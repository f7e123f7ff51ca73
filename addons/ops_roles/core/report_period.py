"""Periods of reports in calendar days of the company; no Odoo here."""

from datetime import date, timedelta

KINDS = ("day", "week", "month", "quarter", "year")


def period_of(kind: str, day: date) -> tuple[date, date]:
    """First and last day of the period ``day`` lies in; weeks begin on Monday (ISO 8601).

    >>> period_of("week", date(2026, 11, 24))
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 29))
    >>> period_of("month", date(2028, 2, 3))
    (datetime.date(2028, 2, 1), datetime.date(2028, 2, 29))
    >>> period_of("quarter", date(2026, 11, 24))
    (datetime.date(2026, 10, 1), datetime.date(2026, 12, 31))
    """
    if kind == "day":
        return day, day
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    after = first.month + months
    return first, date(first.year + after // 13, (after - 1) % 12 + 1, 1) - timedelta(days=1)


def ended_periods(kind: str, since: date, today: date) -> list[tuple[date, date]]:
    """All whole periods that began on ``since`` or later and ended before ``today``.

    >>> ended_periods("month", date(2026, 9, 1), date(2026, 11, 24))
    [(datetime.date(2026, 9, 1), datetime.date(2026, 9, 30)), \
(datetime.date(2026, 10, 1), datetime.date(2026, 10, 31))]
    """
    found = []
    first, last = period_of(kind, since)
    while last < today:
        if first >= since:
            found.append((first, last))
        first, last = period_of(kind, last + timedelta(days=1))
    return found
