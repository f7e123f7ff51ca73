"""Collection of what is due: how old a debt is, which reminder comes next. No Odoo here."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

#: Upper ends in days of the groups of ageing, and their keys.
GROUPS = ((0, "current"), (30, "d30"), (60, "d60"), (90, "d90"), (180, "d180"))
OLDEST = "older"


class Step(NamedTuple):
    """A step of dunning: ``days`` after the due day at the earliest."""

    key: object
    sequence: int
    days: int


def days_late(due: date, today: date) -> int:
    """Return the days since the due day, 0 when it is today or to come.

    >>> [days_late(date(2026, 3, 31), day) for day in (date(2026, 4, 1), date(2026, 3, 31))]
    [1, 0]
    """
    return max((today - due).days, 0)


def ageing(due: date, today: date) -> str:
    """Return the group of ageing of a debt.

    >>> [ageing(date(2026, 3, 1), day) for day in
    ...  (date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 1))]
    ['current', 'd30', 'd60', 'older']
    """
    days = days_late(due, today)
    return next((key for most, key in GROUPS if days <= most), OLDEST)


def next_step(steps: Iterable[Step], late: int, last: int):
    """Return the step of dunning that is due, or None; one after the other, none twice.

    :param late: days since the due day
    :param last: sequence of the last step taken, 0 before the first

    >>> steps = [Step("call", 10, 1), Step("letter", 20, 15), Step("lawyer", 30, 60)]
    >>> [next_step(steps, late, last) and next_step(steps, late, last).key
    ...  for late, last in ((0, 0), (1, 0), (40, 0), (40, 10), (40, 20))]
    [None, 'call', 'call', 'letter', None]
    """
    waiting = sorted((one for one in steps if one.sequence > last), key=lambda one: one.sequence)
    following = waiting[0] if waiting else None
    return following if following and late >= following.days else None
