"""Public holidays of China and the weekends worked for them, from the library chinesecalendar."""

from datetime import date

import chinese_calendar

from .workdays import days_of, spans


def exceptions(year: int) -> tuple[list, list] | None:
    """Return ``(holidays, worked)`` of a year as spans ``(first, last, holiday)``.

    The holiday is a member of ``chinese_calendar.Holiday``: ``value`` is its English name,
    ``chinese`` the Chinese one. None for a year the State Council's notice of which the
    library does not know.

    >>> rest, worked = exceptions(2026)
    >>> [(first, last) for first, last, name in rest if name.chinese == "春节"]
    [(datetime.date(2026, 2, 15), datetime.date(2026, 2, 23))]
    >>> [first for first, last, name in worked if name.chinese == "春节"]
    [datetime.date(2026, 2, 14), datetime.date(2026, 2, 28)]
    >>> exceptions(1999) is None
    True
    """
    rest, worked = [], []
    try:
        for day in days_of(date(year, 1, 1), date(year, 12, 31)):
            resting, name = chinese_calendar.get_holiday_detail(day)
            if name:
                (rest if resting else worked).append((day, chinese_calendar.Holiday(name)))
    except NotImplementedError:
        return None
    return list(spans(rest)), list(spans(worked))
