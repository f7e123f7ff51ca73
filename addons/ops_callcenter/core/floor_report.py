"""What a report of the call floor is made of besides sums; no Odoo in here.

Ratios are floats where 1.0 is 100 %, durations seconds, days and hours those of the PBX.
"""

import math
from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from .service_level import ratio

TREND_MONTHS = 6


class Slot(NamedTuple):
    """A half hour of a client project: ``numerator / denominator`` is its service level."""

    project: int
    day: date
    time_of_day: str  # as 09:30
    offered: int
    answered: int
    numerator: int
    denominator: int
    target: float


class ShortHour(NamedTuple):
    """An hour below the contract; ``missing`` calls more within T would have met its target."""

    project: int
    day: date
    hour: str  # as 09
    offered: int
    answered: int
    level: float
    target: float
    missing: int


def short_hours(slots, limit):
    """The hours furthest below their target, by calls missing, the worst first.

    ``missing`` is the smallest whole number m for which (numerator + m) / denominator reaches the
    target. Hours without a target or without anything to measure are never short.

    >>> day = date(2026, 11, 24)
    >>> halves = [Slot(1, day, "09:00", 9, 8, 5, 9, 0.8), Slot(1, day, "09:30", 1, 1, 1, 1, 0.8)]
    >>> [(one.hour, one.level, one.missing) for one in short_hours(halves, 10)]
    [('09', 0.6, 2)]
    >>> short_hours([Slot(1, day, "09:00", 9, 9, 8, 10, 0.8)], 10)
    []
    """
    hours = defaultdict(list)
    for slot in slots:
        hours[slot.project, slot.day, slot.time_of_day[:2], slot.target].append(slot)
    found = [_short_hour(key, halves) for key, halves in hours.items()]
    found = [one for one in found if one.missing > 0]
    return sorted(found, key=lambda one: (-one.missing, one.day, one.hour, one.project))[:limit]


def _short_hour(key, halves):
    project, day, hour, target = key
    offered, answered, part, whole = (
        sum(getattr(half, name) for half in halves)
        for name in ("offered", "answered", "numerator", "denominator")
    )
    # 0.8 × 5 is 4.000…01 in floats: what rounds to a whole number is one.
    missing = math.ceil(round(target * whole - part, 6))
    level = ratio(part, whole)
    return ShortHour(project, day, hour, offered, answered, level, target, missing)


def distinct(pairs):
    """Names of rows from (name, detail): the detail is added where a name occurs twice.

    >>> distinct([("Zhang Wei", "1001"), ("Zhang Wei", "1002"), ("Li Na", "1003")])
    ['Zhang Wei (1001)', 'Zhang Wei (1002)', 'Li Na']
    """
    pairs = list(pairs)
    times = Counter(name for name, _detail in pairs)
    return [f"{name} ({detail})" if times[name] > 1 else name for name, detail in pairs]


def trend_start(day, months=TREND_MONTHS):
    """First day of the month that begins a trend of so many months, ``day``'s month included.

    >>> trend_start(date(2026, 3, 31)), trend_start(date(2026, 11, 1), 1)
    (datetime.date(2025, 10, 1), datetime.date(2026, 11, 1))
    """
    number = day.year * 12 + day.month - months
    return date(number // 12, number % 12 + 1, 1)
