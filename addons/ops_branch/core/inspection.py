"""The score of an inspection, and the ranking of places by their scores; no Odoo here."""

from collections.abc import Iterable
from typing import NamedTuple

OK, PARTLY, FAILED, NONE = "ok", "partly", "failed", "none"
SHARES = {OK: 1.0, PARTLY: 0.5, FAILED: 0.0}


class Mark(NamedTuple):
    """What was found for one item: its verdict, weight, section and whether it is a must."""

    verdict: str
    weight: float
    must: bool = False
    section: str = ""


def score(marks: Iterable[Mark]) -> float | None:
    """Return the share of 100 that was reached; items that do not apply are left out.

    >>> score([Mark("ok", 60), Mark("partly", 40)])
    80.0
    >>> score([Mark("ok", 1), Mark("none", 9)]), score([Mark("none", 1)])
    (100.0, None)
    """
    counted = [mark for mark in marks if mark.verdict in SHARES]
    total = sum(mark.weight for mark in counted)
    if not total:
        return None
    return round(sum(SHARES[one.verdict] * one.weight for one in counted) / total * 100, 2)


def passed(marks: Iterable[Mark], limit: float) -> bool:
    """Tell whether the place passed: the score reaches ``limit`` and no must item failed.

    >>> passed([Mark("ok", 90), Mark("failed", 10, must=True)], 80)
    False
    >>> passed([Mark("ok", 90), Mark("failed", 10)], 80), passed([Mark("none", 1)], 80)
    (True, False)
    """
    marks = list(marks)
    reached = score(marks)
    missed = any(mark.must and mark.verdict == FAILED for mark in marks)
    return reached is not None and reached >= limit and not missed


def ranking(scores: dict) -> list:
    """Return ``[(place, key, score)]``, the best first; equal scores share a place (1, 2, 2, 4).

    >>> ranking({"a": 80.0, "b": 95.0, "c": 80.0, "d": 10.0, "e": None})
    [(1, 'b', 95.0), (2, 'a', 80.0), (2, 'c', 80.0), (4, 'd', 10.0)]
    """
    known = [(key, value) for key, value in scores.items() if value is not None]
    known.sort(key=lambda one: -one[1])
    found, place = [], 0
    for number, (key, value) in enumerate(known, 1):
        if not found or value != found[-1][2]:
            place = number
        found.append((place, key, value))
    return found
