"""Dated validity in calendar days of one time zone; no Odoo here."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def local_day(now: datetime, tz: str) -> date:
    """Return the calendar day in ``tz`` of the naive UTC moment ``now``.

    >>> local_day(datetime(2026, 11, 23, 16, 0), "Asia/Shanghai")
    datetime.date(2026, 11, 24)
    >>> local_day(datetime(2026, 11, 23, 15, 59, 59), "Asia/Shanghai")
    datetime.date(2026, 11, 23)
    """
    return now.replace(tzinfo=UTC).astimezone(ZoneInfo(tz)).date()


def midnight_utc(day: date, tz: str) -> datetime:
    """Return the naive UTC moment at which ``day`` begins in ``tz``.

    >>> midnight_utc(date(2026, 11, 24), "Asia/Shanghai")
    datetime.datetime(2026, 11, 23, 16, 0)
    """
    local = datetime.combine(day, time.min, tzinfo=ZoneInfo(tz))
    return local.astimezone(UTC).replace(tzinfo=None)


def turning_points(date_from: date, date_to: date | None, tz: str) -> list[datetime]:
    """Return the naive UTC moments at which a validity begins and is over.

    ``date_to`` is the last valid day, so the validity is over when the next day begins.

    >>> turning_points(date(2026, 11, 24), date(2026, 11, 24), "Asia/Shanghai")
    [datetime.datetime(2026, 11, 23, 16, 0), datetime.datetime(2026, 11, 24, 16, 0)]
    >>> turning_points(date(2026, 11, 24), None, "UTC")
    [datetime.datetime(2026, 11, 24, 0, 0)]
    """
    days = [date_from] + ([date_to + timedelta(days=1)] if date_to else [])
    return [midnight_utc(day, tz) for day in days]
