"""From a settled bill to the lines of one vendor bill and of one accrual. No Odoo in here.

The operator claims what it billed: that is the total of the bill, to the cent. What is approved is
cost of the branches, what is disputed is claimed back from the operator.
"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

CENT = Decimal("0.01")
#: An entry stays one that people can read.
MAX_LINES = 200
#: Lines of an entry that are no cost: what is owed in the end.
OWED = 1
COST, CLAIM, RETURN = "cost", "claim", "return"


class Share(NamedTuple):
    """Sums of one charge in one branch (any hashable key)."""

    charge: str
    branch: object
    billed: Decimal
    dispute: Decimal
    unbilled: Decimal = Decimal(0)


class Item(NamedTuple):
    """A line of the bill: ``cost`` of a branch, ``claim`` on the operator, ``return`` of one.

    ``charge`` is empty when the charges of a branch had to be put together.
    """

    kind: str
    charge: str
    branch: object
    amount: Decimal


def plan_bill(shares, max_lines=MAX_LINES):
    """The items of the bill of a settlement; they come to the rounded total of what was billed.

    >>> shares = [Share("plan", "A", Decimal("4"), Decimal("1.5")),
    ...     Share("credit", "A", Decimal("-1"), Decimal(0))]
    >>> [tuple(item)[:2] + (str(item.amount),) for item in plan_bill(shares)]
    [('cost', 'plan', '2.50'), ('claim', '', '1.50'), ('return', '', '-1.00')]
    """
    amounts = defaultdict(Decimal)
    for share in shares:
        cost = share.billed - share.dispute
        if share.charge == "credit":
            amounts[RETURN, "", None] += cost
        else:
            amounts[COST, share.charge, share.branch] += cost
        amounts[CLAIM, "", None] += share.dispute
    return _fitting(amounts, max_lines)


def plan_accrual(shares, max_lines=MAX_LINES):
    """The costs of what is due and was not billed, by charge and branch."""
    amounts = defaultdict(Decimal)
    for share in shares:
        amounts[COST, share.charge, share.branch] += share.unbilled
    return _fitting(amounts, max_lines)


def plan_loss(shares, amount, max_lines=MAX_LINES):
    """The costs of a claim that is given up, by charge and branch as it was disputed.

    >>> nine = Decimal(9)
    >>> shares = [Share("plan", "A", nine, Decimal(2)), Share("plan", "B", nine, Decimal(1))]
    >>> [(item.branch, str(item.amount)) for item in plan_loss(shares, Decimal("1.00"))]
    [('A', '0.67'), ('B', '0.33')]
    """
    total = sum((share.dispute for share in shares), Decimal(0))
    amounts = defaultdict(Decimal)
    for share in shares:
        if share.dispute:
            amounts[COST, share.charge, share.branch] += share.dispute * amount / total
    return _fitting(amounts, max_lines)


def by_branch(items):
    """``{branch: cost}`` of items."""
    sums = defaultdict(Decimal)
    for item in items:
        if item.kind == COST:
            sums[item.branch] += item.amount
    return dict(sums)


def _fitting(amounts, max_lines):
    """The items in cents; when they are too many, each branch becomes one line."""
    rounded = _in_cents(amounts)
    if len(rounded) + OWED > max_lines:
        together = defaultdict(Decimal)
        for (kind, _charge, branch), amount in rounded.items():
            together[kind, "", branch] += amount
        rounded = {key: amount for key, amount in together.items() if amount}
    if len(rounded) + OWED > max_lines:
        raise ValueError(f"{len(rounded)} branches do not fit into {max_lines} lines")
    return [Item(*key, amount) for key, amount in rounded.items()]


def _in_cents(amounts):
    """Amounts in cents that come to the rounded sum: what rounding leaves goes where it is most.

    >>> third = Decimal("0.335")
    >>> [str(value) for value in _in_cents({("a", "", 1): third, ("b", "", 1): third}).values()]
    ['0.34', '0.33']
    """
    order = {COST: 0, CLAIM: 1, RETURN: 2}
    keys = sorted(amounts, key=lambda key: (order.get(key[0], 9), key[1], str(key[2])))
    rounded, exact, done = {}, Decimal(0), Decimal(0)
    for key in keys:
        exact += amounts[key]
        total = exact.quantize(CENT, ROUND_HALF_UP)
        rounded[key], done = total - done, total
    return {key: amount for key, amount in rounded.items() if amount}
