"""Who is at work: one person on one day, from what was planned and what was recorded; no Odoo."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

PRESENT, LATE, LEAVE, MISSING = "present", "late", "leave", "missing"
AWAY, REST, EXPECTED = "away", "rest", "expected"
#: What counts as a day somebody should have been there himself.
OWED = (PRESENT, LATE, LEAVE, MISSING)


class Facts(NamedTuple):
    """What is known of a person on a day; hours are local, counted from midnight.

    ``away``: posted to another branch; ``begins``: start of the first shift, None on a day off;
    ``came``: first check-in; ``leave``: leave granted; ``now``: the hour now when it is today,
    None when the day is over.
    """

    away: bool = False
    begins: float | None = None
    came: float | None = None
    leave: bool = False
    now: float | None = None


def judge(facts: Facts, grace: int = 0) -> tuple[str, int]:
    """Return the status and the minutes late; a late-comer is late from the start of the shift.

    :param grace: minutes after the start that are not late yet

    >>> judge(Facts(begins=8.5, came=8.55), grace=5)
    ('present', 0)
    >>> judge(Facts(begins=8.5, came=8.75), grace=5)
    ('late', 15)
    >>> judge(Facts(begins=8.5, came=8.75, leave=True))
    ('present', 0)
    >>> judge(Facts(begins=8.5, leave=True)), judge(Facts()), judge(Facts(away=True))
    (('leave', 0), ('rest', 0), ('away', 0))
    >>> judge(Facts(begins=8.5, now=8.4)), judge(Facts(begins=8.5, now=9.0))
    (('expected', 0), ('missing', 0))
    >>> judge(Facts(begins=8.5))
    ('missing', 0)
    """
    if facts.away:
        return AWAY, 0
    if facts.came is not None:
        minutes = 0 if facts.begins is None else round((facts.came - facts.begins) * 60)
        return (LATE, minutes) if minutes > grace and not facts.leave else (PRESENT, 0)
    if facts.leave:
        return LEAVE, 0
    if facts.begins is None:
        return REST, 0
    waiting = facts.now is not None and facts.now <= facts.begins + grace / 60
    return (EXPECTED if waiting else MISSING), 0


def first_shift(weekday: int, starts: dict[int, float], worked: bool) -> float | None:
    """Return when the shift of a day begins, None when it is off.

    :param starts: start of the first shift by weekday, 0 is Monday
    :param worked: whether the day is a working day; a weekend worked in exchange for a holiday
        has the hours of the first working day of the week

    >>> first_shift(5, {0: 8.5, 1: 9.0}, True), first_shift(1, {0: 8.5, 1: 9.0}, True)
    (8.5, 9.0)
    >>> first_shift(0, {0: 8.5}, False), first_shift(0, {}, True)
    (None, None)
    """
    if not worked or not starts:
        return None
    return starts.get(weekday, starts[min(starts)])


def totals(statuses: Iterable[str]) -> dict[str, float]:
    """Count days by status; ``rate`` is the share of owed days without leave one was there.

    >>> found = totals(["present", "late", "leave", "missing", "rest"])
    >>> found["late"], found["owed"], found["rate"]
    (1, 4, 0.6666666666666666)
    >>> totals([])["rate"] is None
    True
    """
    count = Counter(statuses)
    there, asked = count[PRESENT] + count[LATE], sum(count[one] for one in OWED)
    due = asked - count[LEAVE]
    known = (PRESENT, LATE, LEAVE, MISSING, AWAY, REST)
    return {
        **{one: count[one] for one in known},
        "owed": asked,
        "rate": there / due if due else None,
    }
