"""Periods of a service that is paid by the month, the quarter or the year.

Periods are counted from the day the service began, so that one begun on the 31st keeps to the
last day of shorter months and comes back to the 31st.
"""

import calendar
from datetime import date, timedelta


def after(start, months):
    """The same day so many months later, or the last one of a shorter month.

    >>> after(date(2026, 1, 31), 1), after(date(2026, 1, 31), 2), after(date(2024, 2, 29), 12)
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 31), datetime.date(2025, 2, 28))
    """
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def period(start, done, months):
    """First and last day of the period of ``months`` after ``done`` months of the service.

    >>> period(date(2026, 1, 31), 1, 1)
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 30))
    >>> period(date(2026, 5, 1), 12, 12)
    (datetime.date(2027, 5, 1), datetime.date(2028, 4, 30))
    """
    return after(start, done), after(start, done + months) - timedelta(days=1)


def paid_until(start, done, unpaid):
    """The last day that is paid: before the first unpaid period, else before the next one.

    :param done: months that were invoiced
    :param unpaid: first days of periods that are invoiced and not paid

    >>> paid_until(date(2026, 5, 1), 12, [])
    datetime.date(2027, 4, 30)
    >>> paid_until(date(2026, 5, 1), 24, [date(2027, 5, 1)])
    datetime.date(2027, 4, 30)
    """
    return min([*unpaid, after(start, done)]) - timedelta(days=1)
