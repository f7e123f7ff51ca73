"""Working days: weekdays of a calendar, public holidays and worked weekends; no Odoo here."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta

DAY = timedelta(days=1)


def is_workday(
    day: date, weekdays: Collection[int], rest: Collection[date], worked: Collection[date]
) -> bool:
    """Tell whether ``day`` is worked; an exchanged weekend beats a holiday beats the weekday.

    :param weekdays: worked days of the week, 0 is Monday; empty means every day
    :param rest: public holidays
    :param worked: days worked in exchange for a holiday (调休)

    >>> spring = {date(2026, 2, 17)}
    >>> is_workday(date(2026, 2, 17), range(5), spring, ())
    False
    >>> is_workday(date(2026, 2, 14), range(5), spring, {date(2026, 2, 14)})
    True
    """
    if day in worked:
        return True
    return day not in rest and (not weekdays or day.weekday() in weekdays)


def workday_after(day: date, count: int, works: Callable[[date], bool]) -> date:
    """Return the ``count``-th working day after ``day``; before it when negative.

    Zero gives the first working day on or after ``day``.

    >>> works = lambda day: day.weekday() < 5
    >>> workday_after(date(2026, 11, 20), 1, works)
    datetime.date(2026, 11, 23)
    >>> workday_after(date(2026, 11, 23), -1, works)
    datetime.date(2026, 11, 20)
    >>> workday_after(date(2026, 11, 21), 0, works)
    datetime.date(2026, 11, 23)
    """
    if not count:
        while not works(day):
            day += DAY
        return day
    step = DAY if count > 0 else -DAY
    for _turn in range(abs(count)):
        day += step
        while not works(day):
            day += step
    return day


def moment_after(
    start: datetime,
    hours: float,
    works: Callable[[date], bool],
    shifts: Callable[[date], list[tuple[float, float]]],
) -> datetime:
    """Return the moment by which ``hours`` have been worked from ``start``, both in local time.

    :param shifts: working hours of a working day, in order, as hours since midnight

    >>> works = lambda day: day.weekday() < 5
    >>> shifts = lambda day: [(9, 12), (13, 18)]
    >>> moment_after(datetime(2026, 11, 20, 16), 4, works, shifts)
    datetime.datetime(2026, 11, 23, 11, 0)
    >>> moment_after(datetime(2026, 11, 21, 3), 0.5, works, shifts)
    datetime.datetime(2026, 11, 23, 9, 30)
    """
    day, left = start.date(), timedelta(hours=hours)
    while True:
        for opens, closes in shifts(day) if works(day) else ():
            midnight = datetime.combine(day, time())
            begin = max(midnight + timedelta(hours=opens), start)
            worked = midnight + timedelta(hours=closes) - begin
            if worked >= left:
                return begin + left
            left -= max(worked, timedelta())
        day += DAY


def spans(days: Iterable[tuple[date, str]]) -> Iterator[tuple[date, date, str]]:
    """Join neighbouring days of one name to ``(first, last, name)``; days come in order.

    >>> list(spans([(date(2026, 5, 1), "x"), (date(2026, 5, 2), "x"), (date(2026, 5, 9), "x")]))
    [(datetime.date(2026, 5, 1), datetime.date(2026, 5, 2), 'x'), \
(datetime.date(2026, 5, 9), datetime.date(2026, 5, 9), 'x')]
    """
    first = last = name = None
    for day, label in days:
        if first and label == name and day - last == DAY:
            last = day
            continue
        if first:
            yield first, last, name
        first, last, name = day, day, label
    if first:
        yield first, last, name


def days_of(first: date, last: date) -> Iterator[date]:
    """Yield the days from ``first`` to ``last``, both included.

    >>> [day.day for day in days_of(date(2026, 2, 27), date(2026, 3, 1))]
    [27, 28, 1]
    """
    while first <= last:
        yield first
        first += DAY
