"""Figures of a call floor, each by its published definition.

Counts are whole numbers of queue visits of one set (an interval, a day, a project). T is the
service-level threshold and s the short-abandon limit, both in seconds, both part of the client's
KPI contract. Every ratio is a float where 1.0 is 100 %, and ``None`` (shown blank, never zero)
when nothing can be divided by. Definitions: F1 to F4, ASA, AHT, abandon rate, occupancy and
utilisation as the suite's call-centre definitions state them.
"""

from typing import NamedTuple

#: Formula code -> its text, shown beside every figure it makes.
FORMULAS = {
    "F1": "(answered ≤ T + abandoned ≤ T) / (answered + abandoned)",
    "F2": "answered ≤ T / answered",
    "F3": "answered ≤ T / (answered + abandoned)",
    "F4": "answered ≤ T / (answered + abandoned > s)",
}


class Counts(NamedTuple):
    """Visits of one set, by outcome.

    ``answered_in_t`` waited at most T seconds before the agent, ``abandoned_in_t`` gave up within
    T seconds, ``abandoned_short`` gave up within s seconds.
    """

    answered: int = 0
    abandoned: int = 0
    answered_in_t: int = 0
    abandoned_in_t: int = 0
    abandoned_short: int = 0


def ratio(part, whole):
    """Return ``part / whole``, or ``None`` when there is nothing to divide by.

    >>> ratio(1, 4)
    0.25
    >>> ratio(0, 4)
    0.0
    >>> ratio(0, 0) is None
    True
    """
    return part / whole if whole else None


def service_level_parts(formula, counts):
    """Return (numerator, denominator) of the service level, in visits.

    Keeping both lets any set of intervals be added up before dividing.

    >>> counts = Counts(answered=80, abandoned=20, answered_in_t=70, abandoned_in_t=12,
    ...                 abandoned_short=5)
    >>> [service_level_parts(code, counts) for code in FORMULAS]
    [(82, 100), (70, 80), (70, 100), (70, 95)]

    :raise ValueError: for a formula that is none of F1 to F4
    """
    if formula == "F1":
        return counts.answered_in_t + counts.abandoned_in_t, counts.answered + counts.abandoned
    if formula == "F2":
        return counts.answered_in_t, counts.answered
    if formula == "F3":
        return counts.answered_in_t, counts.answered + counts.abandoned
    if formula == "F4":
        long_abandoned = counts.abandoned - counts.abandoned_short
        return counts.answered_in_t, counts.answered + long_abandoned
    raise ValueError(f"Unknown service-level formula {formula!r}")


def service_level(formula, counts):
    """Return the service level as a ratio, or ``None`` when its denominator is 0.

    >>> service_level("F2", Counts(answered=80, abandoned=20, answered_in_t=70))
    0.875
    >>> service_level("F2", Counts(abandoned=3)) is None
    True
    >>> service_level("F3", Counts(abandoned=3))
    0.0
    """
    return ratio(*service_level_parts(formula, counts))


def abandon_rate(offered, abandoned, abandoned_short):
    """Return (abandoned - short) / (offered - short).

    >>> abandon_rate(105, 20, 5)
    0.15
    >>> abandon_rate(2, 2, 2) is None
    True
    """
    return ratio(abandoned - abandoned_short, offered - abandoned_short)


def asa(wait_answered_s, answered):
    """Return the average speed of answer in seconds: waits of answered visits / answered.

    >>> asa(600, 80)
    7.5
    """
    return ratio(wait_answered_s, answered)


def aht(talk_s, after_call_s, handled):
    """Return the average handling time in seconds; ``talk_s`` contains the hold on the call.

    >>> aht(9000, 1800, 60)
    180.0
    """
    return ratio(talk_s + after_call_s, handled)


def occupancy(handling_s, available_s):
    """Return handling / (handling + available).

    >>> occupancy(2700, 900)
    0.75
    >>> occupancy(0, 0) is None
    True
    """
    return ratio(handling_s, handling_s + available_s)


def utilisation(handling_s, logged_in_s):
    """Return handling / logged-in.

    >>> utilisation(2700, 7200)
    0.375
    """
    return ratio(handling_s, logged_in_s)


def state_of(value, target, tolerance, higher_is_better=True):
    """Return "none", "yellow" or "red": how a value stands to its target.

    A value within ``tolerance`` (a ratio) on the wrong side of the target is yellow, beyond it
    red. No value or no target gives "none": silence is not a failure.

    >>> [state_of(v, 0.8, 0.05) for v in (None, 0.8, 0.79, 0.7)]
    ['none', 'none', 'yellow', 'red']
    >>> [state_of(v, 0.05, 0.02, higher_is_better=False) for v in (0.05, 0.06, 0.08)]
    ['none', 'yellow', 'red']
    """
    if value is None or not target:
        return "none"
    gap = target - value if higher_is_better else value - target
    if gap <= 0:
        return "none"
    return "yellow" if gap <= tolerance else "red"
