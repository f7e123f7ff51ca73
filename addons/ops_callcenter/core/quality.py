"""Scores of inspected calls and how far they can be trusted.

A form has items with a weight. Judged ``pass`` an item earns its weight, ``half`` half of it,
``fail`` nothing, and ``na`` takes it out of the sum. Scores run from 0 to 100 and are ``None``
(shown blank) when nothing was applicable.
"""

from collections import Counter
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

#: Share of the weight each verdict earns; None: out of the sum.
SHARES = {"pass": 1.0, "half": 0.5, "fail": 0.0, "na": None}
#: Kinds of items that are right or wrong, never half.
CRITICAL = ("customer", "business", "compliance")
KINDS = (*CRITICAL, "minor")


class Judged(NamedTuple):
    """One item with its verdict."""

    weight: float
    verdict: str
    kind: str = "minor"
    fatal: bool = False


class Score(NamedTuple):
    """``raw``: earned over applicable, ×100; ``final``: 0 once a fatal item failed."""

    raw: float | None
    final: float | None
    fatal: bool


def earned_and_applicable(judged):
    """Return (points earned, points that could be earned) of the items judged.

    >>> earned_and_applicable([Judged(10, "pass"), Judged(6, "half"), Judged(4, "na")])
    (13.0, 16.0)
    """
    shares = [(one.weight, SHARES[one.verdict]) for one in judged]
    counted = [(weight, share) for weight, share in shares if share is not None]
    return (
        float(sum(weight * share for weight, share in counted)),
        float(sum(weight for weight, _share in counted)),
    )


def score(judged):
    """Return the :class:`Score` of a call.

    >>> score([Judged(60, "pass"), Judged(40, "fail")])
    Score(raw=60.0, final=60.0, fatal=False)
    >>> score([Judged(60, "pass"), Judged(40, "fail", "compliance", fatal=True)])
    Score(raw=60.0, final=0.0, fatal=True)
    >>> score([Judged(40, "na", "compliance", fatal=True)])
    Score(raw=None, final=None, fatal=False)
    """
    judged = list(judged)
    earned, applicable = earned_and_applicable(judged)
    raw = 100 * earned / applicable if applicable else None
    fatal = any(one.fatal and one.verdict == "fail" for one in judged)
    return Score(raw, 0.0 if fatal else raw, fatal)


def accuracy_parts(judged):
    """Return ``{kind: (right, counted)}``, to be added up over calls before dividing.

    Of a critical kind a call counts once and is right without any error of that kind; of the
    items that are not critical the points count. Kinds of which nothing was applicable are (0, 0).

    >>> accuracy_parts([Judged(5, "pass", "customer"), Judged(5, "fail", "customer"),
    ...                 Judged(3, "pass", "business"), Judged(4, "half")])
    {'customer': (0, 1), 'business': (1, 1), 'compliance': (0, 0), 'minor': (2.0, 4.0)}
    """
    judged = list(judged)
    parts = {}
    for kind in CRITICAL:
        verdicts = [one.verdict for one in judged if one.kind == kind and one.verdict != "na"]
        parts[kind] = (int("fail" not in verdicts) if verdicts else 0, int(bool(verdicts)))
    parts["minor"] = earned_and_applicable(one for one in judged if one.kind == "minor")
    return parts


def wilson(successes, trials, confidence=0.95):
    """Return the (low, high) score interval of a share, without continuity correction.

    Wilson 1927; the printed values are those of Newcombe, Statistics in Medicine 17 (1998)
    857-872, table I. ``(None, None)`` without a trial.

    >>> ["%.4f %.4f" % wilson(*case) for case in ((81, 263), (15, 148), (0, 20), (1, 29))]
    ['0.2553 0.3662', '0.0624 0.1605', '0.0000 0.1611', '0.0061 0.1718']

    :raise ValueError: for a share that is none
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share")
    if not trials:
        return None, None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / trials
    centre = share + z * z / (2 * trials)
    reach = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    whole = 1 + z * z / trials
    return max(0.0, (centre - reach) / whole), min(1.0, (centre + reach) / whole)


def margin(trials, population, confidence=0.95):
    """Return how far a share of a sample can be from that of all calls, at most.

    Half the width of the Wilson interval at one half, narrowed for a finite population
    (factor sqrt((N - n) / (N - 1))); ``None`` without a sample, 0 when all were drawn.

    >>> round(margin(100, 1000000), 3), round(margin(100, 200), 3), margin(7, 7)
    (0.096, 0.068, 0.0)
    """
    if not trials:
        return None
    if trials >= population:
        return 0.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    reach = z / (2 * sqrt(trials + z * z))
    return reach * sqrt((population - trials) / (population - 1))


def kappa(pairs):
    """Return Cohen's kappa of two graders, given ``[(verdict of one, verdict of the other)]``.

    (observed - expected) / (1 - expected) agreement, Cohen 1960. ``None`` when it is not
    defined: nothing was judged, or both gave one and the same verdict throughout.

    >>> table = {("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}
    >>> round(kappa([pair for pair, times in table.items() for _ in range(times)]), 10)
    0.4
    >>> kappa([("pass", "pass"), ("pass", "pass")]) is None, kappa([]) is None
    (True, True)
    """
    pairs = list(pairs)
    total = len(pairs)
    first, second = (Counter(side) for side in zip(*pairs, strict=True)) if pairs else ({}, {})
    # Whole numbers until the last step, so that perfect agreement is exactly 1.
    agreed = total * sum(one == other for one, other in pairs)
    expected = sum(count * second[verdict] for verdict, count in first.items())
    if expected == total * total:
        return None
    return (agreed - expected) / (total * total - expected)
