"""Points, weighted totals and grades of an appraisal; no Odoo here.

Points run from 0 upwards, 100 is what is asked. Weights are percent and sum to 100. Results are
rounded half up to two decimals, as people do it on paper.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def _rounded(value: Decimal) -> float:
    return float(value.quantize(CENT, ROUND_HALF_UP))


def attained_points(attainment: float | None, floor: float, cap: float) -> float | None:
    """Return 100 × ``attainment``; nothing below ``floor``, never more than 100 × ``cap``.

    All three are ratios (1 is reached). None where there is no figure: scored by hand then.

    >>> [attained_points(reached, 0.6, 1.2) for reached in (0.59, 0.6, 0.955, 1.0, 1.5)]
    [0.0, 60.0, 95.5, 100.0, 120.0]
    >>> attained_points(None, 0.6, 1.2) is None
    True
    """
    if attainment is None:
        return None
    if attainment < floor:
        return 0.0
    return _rounded(Decimal(str(min(attainment, cap))) * 100)


def valid_score(decided: float | None, measured: float | None, given: float | None):
    """Return the score that counts: decided on appeal, else measured, else given by the superior.

    >>> valid_score(None, 95.5, 80.0), valid_score(70.0, 95.5, None), valid_score(None, None, 0.0)
    (95.5, 70.0, 0.0)
    """
    return next((score for score in (decided, measured, given) if score is not None), None)


def weights_complete(weights: Iterable[float]) -> bool:
    """Tell whether the weights sum to 100.

    >>> weights_complete([33.33, 33.33, 33.34]), weights_complete([50, 49.99])
    (True, False)
    """
    total = sum((Decimal(str(weight)) for weight in weights), Decimal(0))
    return total.quantize(CENT, ROUND_HALF_UP) == 100


def weighted_total(rows: Iterable[tuple[float, float]]) -> float:
    """Return the sum of weight × score / 100 over ``(weight, score)``.

    >>> weighted_total([(60, 95.5), (40, 80)])
    89.3
    >>> weighted_total([(50, 90.01), (50, 90)])
    90.01
    """
    parts = (Decimal(str(weight)) * Decimal(str(score)) for weight, score in rows)
    return _rounded(sum(parts, Decimal(0)) / 100)


def grade_of(total: float, bands: Iterable[tuple[float, str, float]]):
    """Return ``(name, coefficient)`` of the highest ``(minimum, name, coefficient)`` reached.

    >>> bands = [(90, "A", 1.2), (0, "C", 0.8), (70, "B", 1.0)]
    >>> [grade_of(total, bands) for total in (90, 89.99, 0)]
    [('A', 1.2), ('B', 1.0), ('C', 0.8)]
    >>> grade_of(50, [(60, "A", 1.0)]) is None
    True
    """
    reached = [band for band in bands if total >= band[0]]
    return max(reached)[1:] if reached else None
