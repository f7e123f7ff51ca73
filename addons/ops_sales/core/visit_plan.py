"""When a customer is visited next. No Odoo here; days are calendar days."""

from datetime import date, timedelta


def due_day(last: date | None, since: date, interval: int) -> date:
    """Return the day the next visit is due: an interval after the last one, or after ``since``.

    :param since: day from which the customer has been visited by plan
    :param interval: days between two visits

    >>> due_day(date(2026, 1, 1), date(2025, 6, 1), 30)
    datetime.date(2026, 1, 31)
    >>> due_day(None, date(2026, 3, 1), 90)
    datetime.date(2026, 5, 30)
    """
    return (last or since) + timedelta(days=interval)
