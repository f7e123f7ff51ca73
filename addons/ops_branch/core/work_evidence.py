"""What must be there before a work order is accepted, and what of it is missing."""

from typing import NamedTuple


class Evidence(NamedTuple):
    """Counts of proof, either asked for by the kind of work or given by the crew.

    ``checks``: points of the checklist that must be answered (asked for) or are (given).
    """

    before: int = 0
    after: int = 0
    fitted: int = 0
    removed: int = 0
    checks: int = 0
    signature: int = 0


def missing(asked: Evidence, given: Evidence) -> dict[str, int]:
    """Return how many of each are missing, in the order of the work; more than asked is fine.

    >>> missing(Evidence(before=1, after=2, signature=1), Evidence(before=3, after=1))
    {'after': 1, 'signature': 1}
    >>> missing(Evidence(), Evidence())
    {}
    """
    gaps = {name: getattr(asked, name) - getattr(given, name) for name in Evidence._fields}
    return {name: gap for name, gap in gaps.items() if gap > 0}


def progress(done: int, total: int) -> int:
    """Return the per cent of orders that are accepted, 0 to 100; 100 only when all are.

    >>> progress(1, 3), progress(999, 1000), progress(4, 4), progress(0, 0)
    (33, 99, 100, 0)
    """
    return done * 100 // total if total else 0
