"""Figures of training records of a period; no Odoo here.

A rate that cannot be computed (nobody invited, no exam) is None, never zero.
"""

from collections import namedtuple

#: ``people`` records of one session that share attendance and exam; ``cost`` is per head present.
Group = namedtuple("Group", "session presence result people cost")

EXAMINED = ("waiting", "failed", "passed")


def _ratio(part, whole):
    return part / whole if whole else None


def tally(groups) -> dict:
    """Return the figures of groups of training records.

    Attendance rate = present / invited; pass rate = passed / had to take the exam; cost = cost
    per head of each session × people present, in the currency of the sessions.

    >>> rows = [Group(1, "present", "passed", 3, 50.0), Group(1, "absent", "none", 1, 50.0),
    ...         Group(2, "present", "failed", 1, 20.0)]
    >>> figures = tally(rows)
    >>> [figures[name] for name in ("sessions", "invited", "present", "attendance")]
    [2, 5, 4, 0.8]
    >>> [figures[name] for name in ("examined", "passed", "pass_rate", "cost", "per_head")]
    [4, 3, 0.75, 170.0, 42.5]
    >>> tally([])["attendance"] is None
    True
    """
    groups = list(groups)
    invited = sum(one.people for one in groups)
    here = [one for one in groups if one.presence == "present"]
    present = sum(one.people for one in here)
    examined = sum(one.people for one in groups if one.result in EXAMINED)
    passed = sum(one.people for one in groups if one.result == "passed")
    cost = sum(one.people * one.cost for one in here)
    return {
        "sessions": len({one.session for one in groups}),
        "invited": invited,
        "present": present,
        "attendance": _ratio(present, invited),
        "examined": examined,
        "passed": passed,
        "pass_rate": _ratio(passed, examined),
        "cost": cost,
        "per_head": _ratio(cost, present),
    }
