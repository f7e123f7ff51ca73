"""Which sales policy counts for a line of an order, and whether its price is below the floor.

No Odoo here. Prices are unit prices in the currency of the order, taxes as on the order.
"""

from collections.abc import Hashable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple


class Floor(NamedTuple):
    """A clause that limits the discount: for some roles, or for everybody else when empty."""

    key: Hashable
    roles: frozenset
    percent: float


class Policy(NamedTuple):
    """A policy in force from a day to a day (None: until further notice), and its scope."""

    key: Hashable
    date_from: date
    date_to: date | None
    places: frozenset
    categories: frozenset
    floors: tuple = ()


class Line(NamedTuple):
    """A line of an order; ``reference`` is the list price, ``allowed`` the discount in percent."""

    key: Hashable
    quantity: float
    price: float
    discount: float
    reference: float
    allowed: float | None


class Below(NamedTuple):
    """A line whose net unit price is below its floor."""

    key: Hashable
    net: Decimal
    floor: Decimal


def choose(policies: Iterable[Policy], day: date, places: list, categories: list):
    """Return the policy that counts on ``day``, or None: the closest scope, then the latest.

    :param places: departments from the root down to that of the order
    :param categories: product categories from the root down to that of the product

    >>> whole = Policy("whole", date(2026, 1, 1), None, frozenset(), frozenset())
    >>> north = Policy("north", date(2026, 3, 1), date(2026, 3, 31), frozenset({7}), frozenset())
    >>> [choose([whole, north], day, [1, 7, 9], [2]).key
    ...  for day in (date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 1))]
    ['whole', 'north', 'whole']
    >>> choose([north], date(2026, 3, 5), [1, 8], [2]) is None
    True
    """
    fitting = [
        (*near, policy.date_from, number, policy)
        for number, policy in enumerate(policies)
        if _valid(policy, day) and (near := _closeness(policy, places, categories))
    ]
    return max(fitting, key=lambda one: one[:-1])[-1] if fitting else None


def _valid(policy, day):
    return policy.date_from <= day and (not policy.date_to or day <= policy.date_to)


def _closeness(policy, places, categories):
    """Depths of the scope on the two paths, or None when it does not lie on them."""
    depths = [
        0 if not wanted else max((path.index(one) + 1 for one in wanted & set(path)), default=-1)
        for wanted, path in ((policy.categories, categories), (policy.places, places))
    ]
    return None if -1 in depths else tuple(depths)


def allowance(floors: Iterable[Floor], roles: set):
    """Return the clause that gives a seller with ``roles`` the most, or None without any floor.

    A clause for named roles goes before the one for everybody else; whom none names gets the
    strictest of all.

    >>> sales, boss = Floor("3.1", frozenset({"bs"}), 5.0), Floor("3.2", frozenset({"bm"}), 10.0)
    >>> [allowance([sales, boss], roles).key for roles in ({"bs"}, {"bs", "bm"}, {"sa"})]
    ['3.1', '3.2', '3.1']
    >>> allowance([sales, Floor("3.3", frozenset(), 2.0)], {"sa"}).key, allowance([], {"bs"})
    ('3.3', None)
    """
    floors = list(floors)
    named = [one for one in floors if one.roles & roles]
    if named:
        return max(named, key=lambda one: one.percent)
    others = [one for one in floors if not one.roles] or floors
    return min(others, key=lambda one: one.percent, default=None)


def below(lines: Iterable[Line], digits: int = 2) -> list[Below]:
    """Return the lines below their floor; deductions on the order count against every line.

    A line with a negative amount (a rebate on the whole order) is spread over the others in
    proportion to their amounts.

    :param digits: decimals of the currency

    >>> at_floor = Line("a", 1, 1280, 10, 1280, 10)
    >>> below([at_floor]), [one.key for one in below([at_floor._replace(discount=10.01)])]
    ([], ['a'])
    >>> [str(one.net) for one in below([at_floor, Line("cut", 1, -11.52, 0, 0, None)])]
    ['1140.48']
    """
    lines = list(lines)
    share = _share_left(lines)
    found = (
        Below(line.key, _round(_unit(line) * share, digits), _floor(line, digits))
        for line in lines
        if line.allowed is not None and line.reference > 0
        if line.quantity > 0 and line.price >= 0  # a deduction is no sale of its own
    )
    return [one for one in found if one.net < one.floor]


def _share_left(lines):
    amounts = [_unit(line) * _exact(line.quantity) for line in lines]
    positive = sum(one for one in amounts if one > 0)
    negative = sum(one for one in amounts if one < 0)
    return 1 + negative / positive if positive else Decimal(1)


def _unit(line):
    return _exact(line.price) * (100 - _exact(line.discount)) / 100


def _floor(line, digits):
    return _round(_exact(line.reference) * (100 - _exact(line.allowed)) / 100, digits)


def _exact(number):
    return Decimal(repr(number))


def _round(number, digits):
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
