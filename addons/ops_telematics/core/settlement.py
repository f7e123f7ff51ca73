"""An operator's bill against our own history: one card at a time, every line one status.

:func:`settle` streams: it is given cards in ascending order of ``iccid``, holds none of them, and
gives the results of each. What belongs to several cards is known beforehand by :func:`survey`
(pools) and ``Card.partner_billed`` (replacements). Money is ``Decimal``; a dispute never is less
than nothing, so what was billed too little never hides what was billed too much.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from .settlement_charge import NOTHING, STOPPED, Book, cents

PLAN, OVERAGE, RESERVATION, POOL, CREDIT, OTHER = (
    *("plan", "overage", "reservation", "pool"),
    *("credit", "other"),
)
CHARGES = (PLAN, OVERAGE, RESERVATION, POOL, CREDIT, OTHER)
MATCHED, UNBILLED, GHOST = "matched", "active_not_billed", "usage_on_suspended"
#: The lines do not come to the total of the bill: the only status that no card has.
CONTROL = "control_total"
#: Every status a line can have; of several that hold the first one is its status.
STATUSES = (
    *("unknown_iccid", "double_billed", "billed_after_cancel", "billed_in_silent_period"),
    *("billed_while_suspended", "plan_mismatch", "proration_error", "overage_wrong"),
    *("replaced_both_billed", "pool_overage", "tax_mismatch", CONTROL, UNBILLED, GHOST, MATCHED),
)
_BY_KIND = {
    "cancelled": "billed_after_cancel",
    "silent": "billed_in_silent_period",
    STOPPED: "billed_while_suspended",
}


class Line(NamedTuple):
    """A line of the bill; ``tax`` is contained in ``amount``, ``None`` when not told.

    ``by_number``: the bill names the card by its MSISDN, which may go from card to card.
    ``accepted``: somebody let pass what is disputed of it, with a reason that is kept elsewhere.
    """

    line_no: int
    charge: str
    amount: Decimal
    plan: str = ""
    tax: Decimal | None = None
    by_number: bool = False
    accepted: bool = False


class Card(NamedTuple):
    """A card of the register, or a number that only the bill knows (``known`` is false).

    ``swap``: replaced in this month (``old``), or put in the place of one (``new``);
    ``partner_billed``: the other one of the two is billed a plan fee.
    ``usage_days``: ``((date, megabytes), …)``, needed only when its states change in the month.
    ``alike``: for how many cards it stands, itself among them: those that differ in nothing but
    their number and a traffic that is some, yet within the volume of every tariff of their plans;
    ``alike_mb``: what they took together.
    """

    iccid: str
    states: tuple = ()
    plans: tuple = ()
    usage_mb: Decimal | None = None
    lines: tuple = ()
    known: bool = True
    usage_days: tuple = ()
    swap: str = ""
    partner_billed: bool = False
    open_dispute: Decimal = NOTHING
    ref: Any = None
    alike: int = 1
    alike_mb: Decimal | None = None

    @property
    def total_mb(self):
        """The traffic of all cards it stands for."""
        return (self.usage_mb if self.alike == 1 else self.alike_mb) or NOTHING


class Result(NamedTuple):
    """What became of a line, or of a charge that is due and was not billed (``line_no`` 0)."""

    line_no: int
    iccid: str
    charge: str
    billed: Decimal
    expected: Decimal
    dispute: Decimal
    status: str
    flags: tuple
    ref: Any

    @property
    def approved(self):
        """What is paid of it without a question."""
        return self.billed - self.dispute


@dataclass
class Pool:
    """Cards that use up their volumes together.

    ``shared``: the excess, so far, of the cards met; shares are rounded as a running sum, so that
    those of all cards come to the charge of the pool to the cent.
    """

    allowance: Decimal = NOTHING
    used: Decimal = NOTHING
    own_excess: Decimal = NOTHING
    rate: Decimal = NOTHING
    billed_whole: bool = False
    shared: Decimal = NOTHING

    @property
    def charge(self):
        """What the pool costs beyond its plans."""
        return cents(max(self.used - self.allowance, NOTHING) * self.rate)

    def add(self, tariff, usage, cards=1):
        """Take in a card that is active, or several at once none of which goes beyond."""
        volume = tariff.included_mb * cards
        self.allowance += volume
        self.used += usage
        self.own_excess += max(usage - volume, NOTHING)
        self.rate = max(self.rate, tariff.overage_per_mb)

    def share(self, tariff, usage):
        """The part of a card in the charge: by what it used beyond its own volume."""
        own = max(usage - tariff.included_mb, NOTHING)
        if self.billed_whole or not own or not self.charge:
            return NOTHING
        before, self.shared = self.shared, self.shared + own
        return self._upto(self.shared) - self._upto(before)

    def _upto(self, own):
        return cents(self.charge * own / self.own_excess)


@dataclass(frozen=True)
class Rules:
    """Tariffs of the month and what is let pass.

    ``tolerance_line`` yuan and ``tolerance_usage`` megabytes per line; ``tolerance_total`` yuan:
    when what was let pass too high comes to more, nothing is (see :func:`settled`).
    """

    book: Book
    tolerance_line: Decimal = NOTHING
    tolerance_usage: Decimal = NOTHING
    tolerance_total: Decimal | None = None
    tax_rate: Decimal | None = None
    pools: dict = field(default_factory=dict)

    def strict(self):
        """The same without any tolerance, its pools not shared yet."""
        fresh = {name: replace(pool, shared=NOTHING) for name, pool in self.pools.items()}
        return replace(self, tolerance_line=NOTHING, tolerance_usage=NOTHING, pools=fresh)


def survey(cards, book):
    """The pools of the month by name; ``cards``: at least those with pooled plans.

    Numbers only the bill knows are given too: one that is the name of a pool bills it whole.
    """
    pools, strangers = {}, set()
    for card in cards:
        if not card.known:
            strangers.add(card.iccid)
            continue
        basis = book.basis(card.states, card.plans)
        if basis.kind == "active" and basis.tariff and basis.tariff.pool:
            pool = pools.setdefault(basis.tariff.pool, Pool())
            pool.add(basis.tariff, card.total_mb, card.alike)
    for name in strangers & pools.keys():
        pools[name].billed_whole = True
    return pools


def settle(cards, rules):
    """Generate the results of cards that come in ascending order of their number."""
    for card in cards:
        yield from _card(card, rules)


def settled(cards, rules):
    """``(results, totals)``; the whole bill is strict when its tolerated sum is too high.

    :param cards: a function that gives the cards from the first one on, as often as it is called
    """
    results = list(settle(cards(), rules))
    totals = Totals.of(results)
    if totals.beyond(rules):
        results = list(settle(cards(), rules.strict()))
        totals = Totals.of(results)
    return results, totals


@dataclass
class Totals:
    """Sums over results; ``tolerated`` is what was paid above what was expected."""

    billed: Decimal = NOTHING
    dispute: Decimal = NOTHING
    tolerated: Decimal = NOTHING
    unbilled: Decimal = NOTHING
    statuses: dict = field(default_factory=dict)

    @classmethod
    def of(cls, results):
        """The sums of results."""
        totals = cls()
        for result in results:
            totals.add(result)
        return totals

    @property
    def approved(self):
        """What is paid without a question."""
        return self.billed - self.dispute

    def add(self, result, alike=1):
        """Take in one result, or that of several cards alike."""
        self.billed += result.billed * alike
        self.dispute += result.dispute * alike
        self.statuses[result.status] = self.statuses.get(result.status, 0) + alike
        if not result.line_no:
            self.unbilled += result.expected * alike
        elif result.approved > result.expected and "accepted" not in result.flags:
            self.tolerated += (result.approved - result.expected) * alike

    def off(self, stated, tolerance=NOTHING):
        """What the lines are off the total of the bill; nothing within the tolerance, or untold.

        >>> Totals(billed=Decimal("32.14")).off(Decimal("33.00"), Decimal("0.01"))
        Decimal('-0.86')
        """
        difference = self.billed - stated if stated else NOTHING
        return difference if abs(difference) > tolerance else NOTHING

    def beyond(self, rules):
        """Whether more was let pass than may be let pass of a bill."""
        return rules.tolerance_total is not None and self.tolerated > rules.tolerance_total


def _card(card, rules):
    basis = rules.book.basis(card.states, card.plans)
    charges = {line.charge for line in card.lines if line.amount > 0}
    due = _due(card, basis, rules, charges)
    flags = _card_flags(card, basis)
    results, rest = [], []
    for line in card.lines:
        (results if line.amount < 0 else rest).append(line)
    results = _credits(card, results, rest, flags)
    for charge in sorted({line.charge for line in rest} | due.keys()):
        lines = [line for line in rest if line.charge == charge]
        results += _match(card, basis, rules, charge, due.get(charge, NOTHING), lines, flags)
    if GHOST in flags and not any(result.line_no for result in results):
        results.append(_result(0, card, PLAN, NOTHING, NOTHING, NOTHING, GHOST, flags))
    return results


def _due(card, basis, rules, charges):
    """``{charge: amount}`` that the operator may bill for a card."""
    if not card.known:
        pool = rules.pools.get(card.iccid)
        kinds = charges & {POOL, OVERAGE} or {POOL}
        return {min(kinds): pool.charge} if pool else {}
    if basis.kind not in ("active", STOPPED) or basis.tariff is None:
        return {}
    due = {PLAN: _plan_fee(card, basis, charges), RESERVATION: basis.reservation}
    if RESERVATION not in charges:  # many operators write it as the fee of the plan
        due[PLAN] += due.pop(RESERVATION)
    if basis.kind == "active":
        due[OVERAGE] = _overage(card, basis.tariff, rules)
    return {charge: amount for charge, amount in due.items() if amount}


def _plan_fee(card, basis, charges):
    """A card and the one in its place are paid once a month; by the day each pays its days."""
    if not card.swap or basis.tariff.proration == "daily":
        return basis.fee
    billed = PLAN in charges
    if card.swap == "old":
        return basis.fee if billed and not card.partner_billed else NOTHING
    return NOTHING if card.partner_billed and not billed and card.swap == "new" else basis.fee


def _overage(card, tariff, rules):
    usage = card.usage_mb or NOTHING
    pool = rules.pools.get(tariff.pool) if tariff.pool else None
    return pool.share(tariff, usage) if pool else tariff.overage(usage)


def _card_flags(card, basis):
    """What is noteworthy of a card whatever its bill says."""
    if not card.known:
        return ()
    flags = []
    if _ghost(card, basis):
        flags.append(GHOST)
    if basis.kind == "active" and not card.usage_mb and card.usage_mb is not None:
        flags.append("zero_usage")
    if basis.forced:
        flags.append("forced_activation")
    if card.swap:
        flags.append("replaced")
    return tuple(flags)


def _ghost(card, basis):
    """Whether data ran while the card was stopped or cancelled: somebody else may hold a copy."""
    if basis.kind in (STOPPED, "cancelled") and not basis.mixed:
        return bool(card.usage_mb)
    return any(
        megabytes and state in (STOPPED, "cancelled") and first <= day < (until or date.max)
        for day, megabytes in card.usage_days
        for state, first, until in card.states
        if first
    )


def _credits(card, credits, rest, flags):
    """Results of negative lines: what answers a dispute, and what takes back a line of this bill.

    Only the first kind is a ``credit``: it gives back what was claimed. Any other is less cost.
    """
    results, open_dispute = [], card.open_dispute
    for line in sorted(credits, key=_number):
        twin = _twin(line, rest)
        if -line.amount <= open_dispute:
            open_dispute += line.amount
            results.append(_taken(card, line._replace(charge=CREDIT), (*flags, "credit")))
        elif twin:
            rest.remove(twin)
            results += [_taken(card, one, (*flags, "reversed")) for one in (twin, line)]
        else:
            charge = OTHER if line.charge == CREDIT else line.charge
            status = MATCHED if card.known else "unknown_iccid"
            unasked = line._replace(charge=charge)
            results.append(_taken(card, unasked, (*flags, "credit_unasked"), status))
    return results


def _twin(line, rest):
    """The last line of the same charge that a negative one takes back."""
    same = (one for one in rest if one.charge == line.charge and one.amount == -line.amount)
    return max(same, key=_number, default=None)


def _number(line):
    return line.line_no


def _taken(card, line, flags, status=MATCHED):
    amounts = (line.amount, line.amount, NOTHING)
    flags = (*flags, *_marks(line))
    return _result(line.line_no, card, line.charge, *amounts, status, flags)


def _match(card, basis, rules, charge, due, lines, flags):
    """Results of the lines of one card and charge against what is due, many to one."""
    if not lines:
        return [_result(0, card, charge, NOTHING, due, NOTHING, UNBILLED, flags)] if due else []
    results, left = [], due
    for number, line in enumerate(_best_first(lines, due)):
        part = left if number == len(lines) - 1 else min(left, line.amount)
        fault = _fault(card, basis, rules, line, number and not left)
        results.append(_judge(card, rules, line, part, fault, _line_flags(basis, line, flags)))
        left -= min(left, max(part, NOTHING))
    return results


def _best_first(lines, due):
    """The line that fits exactly is the right one; the others follow as they were written."""
    if len(lines) == 1:
        return lines
    return sorted(lines, key=lambda line: (line.amount != due, line.line_no))


def _fault(card, basis, rules, line, again):
    """The status a line has when its amount is not what is due."""
    if not card.known:
        return "pool_overage" if card.iccid in rules.pools else "unknown_iccid"
    if again:
        return "double_billed"
    if basis.kind != "active":
        return _BY_KIND[basis.kind]
    if line.charge in (OVERAGE, POOL):
        return "overage_wrong"
    if basis.tariff is None or (line.plan and line.plan not in basis.plans):
        return "plan_mismatch"
    if line.charge == PLAN and card.swap == "old" and basis.tariff.proration != "daily":
        return "replaced_both_billed"
    return "proration_error" if line.charge == PLAN and basis.partial else "plan_mismatch"


def _line_flags(basis, line, flags):
    found = list(flags)
    if line.charge in (OVERAGE, POOL):
        found.append("overage" if line.charge == OVERAGE else "pool_overage")
    if line.plan and basis.plans and line.plan not in basis.plans:
        found.append("other_plan")
    return (*found, *_marks(line))


def _marks(line):
    """What is noteworthy of how a line is written, whatever it charges."""
    return ("by_number",) if line.by_number else ()


def _judge(card, rules, line, expected, fault, flags):
    """The result of a line: matched, or its fault with what is disputed."""
    over = line.amount - expected
    tax_wrong = line.tax is not None and _tax_wrong(rules, line)
    if not over or abs(over) <= _tolerance(card, rules, line):
        status, dispute = ("tax_mismatch" if tax_wrong else MATCHED), NOTHING
    elif tax_wrong and fault != "unknown_iccid" and _net_right(rules, line, expected):
        status, dispute = "tax_mismatch", max(over, NOTHING)
    else:
        status, dispute = fault, max(over, NOTHING)
        if over < 0:
            flags = (*flags, "billed_less")
    if fault == "unknown_iccid":
        status = fault
    if over and not dispute and status == MATCHED:
        flags = (*flags, "tolerated")
    if dispute and line.accepted:
        dispute, flags = NOTHING, (*flags, "accepted")
    return _result(
        *(line.line_no, card, line.charge, line.amount, expected, dispute, status),
        flags,
    )


def _tolerance(card, rules, line):
    """What may differ: yuan of any line, and the price of some megabytes of an overage."""
    if not rules.tolerance_usage or line.charge != OVERAGE:
        return rules.tolerance_line
    basis = rules.book.basis(card.states, card.plans)
    rate = basis.tariff.overage_per_mb if basis.tariff else NOTHING
    return max(rules.tolerance_line, cents(rules.tolerance_usage * rate))


def _tax_wrong(rules, line):
    return rules.tax_rate is not None and (
        abs(line.tax - _tax(line.amount, rules.tax_rate)) > rules.tolerance_line
    )


def _net_right(rules, line, expected):
    net = expected - _tax(expected, rules.tax_rate)
    return abs(line.amount - line.tax - net) <= rules.tolerance_line


def _tax(gross, rate):
    """The tax contained in an amount, as an invoice shows it."""
    return gross - cents(gross / (1 + rate))


def _result(line_no, card, charge, billed, expected, dispute, status, flags):
    return Result(line_no, card.iccid, charge, billed, expected, dispute, status, flags, card.ref)
