"""Periods, ratios, attainment and shares of figures; no Odoo here.

A value that cannot be computed (nothing to divide by) is None, never zero.
"""

from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def period_start(kind: str, day: date) -> date:
    """Return the first day of the ``kind`` of period (month, quarter, year) that has ``day``.

    >>> [str(period_start(kind, date(2026, 11, 24))) for kind in MONTHS]
    ['2026-11-01', '2026-10-01', '2026-01-01']
    """
    size = MONTHS[kind]
    return date(day.year, (day.month - 1) // size * size + 1, 1)


def shift_period(kind: str, start: date, count: int) -> date:
    """Return the first day of the period ``count`` periods after (before when negative).

    >>> str(shift_period("quarter", date(2026, 1, 1), -1))
    '2025-10-01'
    """
    months = start.year * 12 + start.month - 1 + count * MONTHS[kind]
    return date(months // 12, months % 12 + 1, 1)


def period_end(kind: str, start: date) -> date:
    """Return the last day of the period that begins with ``start``.

    >>> str(period_end("month", date(2028, 2, 1)))
    '2028-02-29'
    """
    return shift_period(kind, start, 1) - timedelta(days=1)


def period_label(kind: str, start: date) -> str:
    """Return the same short name of a period in every language.

    >>> [period_label(kind, date(2026, 10, 1)) for kind in MONTHS]
    ['2026-10', '2026 Q4', '2026']
    """
    if kind == "month":
        return f"{start:%Y-%m}"
    return f"{start.year} Q{start.month // 3 + 1}" if kind == "quarter" else f"{start.year}"


def combine(kind: str, upper: float | None, lower: float | None, scale: float = 1.0):
    """Return the value of an indicator from the sums of its one or two measures.

    ``kind`` is plain (``upper`` alone), ratio (upper / lower) or per_hour (``lower`` in seconds).

    >>> combine("plain", 7.0, None), combine("ratio", 3, 4), combine("per_hour", 30, 7200)
    (7.0, 0.75, 15.0)
    >>> combine("ratio", 3, 0), combine("ratio", None, 4), combine("plain", None, None)
    (None, 0.0, None)
    """
    if kind == "plain":
        return None if upper is None else upper * scale
    if not lower:
        return None
    factor = 3600 if kind == "per_hour" else 1
    return (upper or 0) * factor * scale / lower


def attainment(actual: float | None, target: float, direction: str) -> float | None:
    """Return how far a target is reached; 1 is reached, above 1 better than asked.

    Where less is better it is target / actual; an actual of zero then counts as twice reached,
    so that nothing is divided by zero and the best possible stays the best.

    >>> attainment(90, 100, "higher"), attainment(20, 25, "lower"), attainment(0, 5, "lower")
    (0.9, 1.25, 2.0)
    >>> attainment(None, 5, "higher"), attainment(5, 0, "higher"), attainment(0, 0, "lower")
    (None, None, 1.0)
    """
    if actual is None:
        return None
    if direction == "higher":
        return actual / target if target else None
    if actual <= 0:
        return 2.0 if target > 0 else 1.0
    return target / actual


def light(reached: float | None, tolerance: float) -> str:
    """Return the traffic light: green at 1, yellow down to 1 - tolerance, else red; none.

    >>> [light(reached, 0.05) for reached in (1.0, 0.96, 0.94, None)]
    ['green', 'yellow', 'red', 'none']
    """
    if reached is None:
        return "none"
    if reached >= 1 - 1e-9:
        return "green"
    return "yellow" if reached >= 1 - tolerance - 1e-9 else "red"


def split(total: float, weights: list[float], decimals: int) -> list[float]:
    """Split ``total`` in proportion to ``weights`` so that the rounded parts add up exactly.

    What rounding leaves goes to the largest remainders, the first of equals first.

    >>> split(100, [1, 1, 1], 0)
    [34.0, 33.0, 33.0]
    >>> split(10, [0, 0], 1), sum(split(1000, [13, 12, 14, 13], 2)) == 1000
    ([5.0, 5.0], True)
    """
    if not weights:
        return []
    if sum(weights) <= 0:
        weights = [1] * len(weights)
    unit = Decimal(1).scaleb(-decimals)
    whole = Decimal(str(total)).quantize(unit, ROUND_HALF_UP)
    all_of = sum(Decimal(str(weight)) for weight in weights)
    exact = [whole * Decimal(str(weight)) / all_of for weight in weights]
    parts = [part.quantize(unit, ROUND_FLOOR) for part in exact]
    left = int((whole - sum(parts)) / unit)
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for index in order[:left]:
        parts[index] += unit
    return [float(part) for part in parts]


def bucket_of(kind: str, start: date, count: int) -> dict:
    """Return ``{first day: position}`` of ``count`` periods that end with the one of ``start``.

    >>> {str(day): place for day, place in bucket_of("month", date(2026, 1, 1), 2).items()}
    {'2025-12-01': 0, '2026-01-01': 1}
    """
    return {shift_period(kind, start, back + 1 - count): back for back in range(count)}
