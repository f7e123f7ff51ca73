"""The period a work summary is about: the last whole day, week, month or year; no Odoo here."""

from datetime import date, timedelta


def last_period(kind: str, today: date) -> tuple[date, date]:
    """Return first and last day of the last ``kind`` of period that ended before ``today``.

    Weeks begin on Monday (ISO 8601).

    >>> [str(day) for day in last_period("daily", date(2026, 11, 24))]
    ['2026-11-23', '2026-11-23']
    >>> [str(day) for day in last_period("weekly", date(2026, 11, 24))]
    ['2026-11-16', '2026-11-22']
    >>> [str(day) for day in last_period("monthly", date(2026, 3, 1))]
    ['2026-02-01', '2026-02-28']
    >>> [str(day) for day in last_period("annual", date(2026, 1, 1))]
    ['2025-01-01', '2025-12-31']
    """
    starts = {
        "daily": today,
        "weekly": today - timedelta(days=today.weekday()),
        "monthly": today.replace(day=1),
        "annual": today.replace(month=1, day=1),
    }
    end = starts[kind] - timedelta(days=1)
    firsts = {
        "daily": end,
        "weekly": end - timedelta(days=6),
        "monthly": end.replace(day=1),
        "annual": end.replace(month=1, day=1),
    }
    return firsts[kind], end


def summary_label(kind: str, start: date) -> str:
    """Return the same short name of a period in every language.

    >>> [summary_label(kind, date(2026, 11, 16)) for kind in ("daily", "weekly", "monthly")]
    ['2026-11-16', '2026 W47', '2026-11']
    >>> summary_label("annual", date(2026, 1, 1))
    '2026'
    """
    if kind == "weekly":
        year, week, _day = start.isocalendar()
        return f"{year} W{week}"
    return f"{start:%Y-%m-%d}"[: {"daily": 10, "monthly": 7, "annual": 4}[kind]]
