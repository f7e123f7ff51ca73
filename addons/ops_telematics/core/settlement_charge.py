"""What an operator may charge for one card in one month, from our own history.

Spans are ``(value, first, until)``: ``until`` is the first day it no longer holds, and ``None`` is
an open end. The card is looked at day by day, but each distinct history of a month only once: a
hundred thousand cards have a few dozen.
"""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import NamedTuple

CENT = Decimal("0.01")
NOTHING = Decimal(0)
STOPPED, SILENT, FORCED = "stopped", "silent", "forced"
#: What is charged in full, and what a card is that is neither active nor stopped.
ACTIVE = ("active", FORCED)
BEFORE_USE = ("stock", "test", SILENT)


def cents(amount):
    """Yuan to the cent, half up as operators round.

    >>> cents(Decimal("1.935")), cents(Decimal("1.934"))
    (Decimal('1.94'), Decimal('1.93'))
    """
    return amount.quantize(CENT, ROUND_HALF_UP)


class Month(NamedTuple):
    """A calendar month.

    >>> Month(2026, 10).first, Month(2026, 12).until, Month.parse("2026-10").length
    (datetime.date(2026, 10, 1), datetime.date(2027, 1, 1), 31)
    """

    year: int
    month: int

    @classmethod
    def parse(cls, text):
        """The month of ``YYYY-MM`` and whatever follows."""
        return cls(int(text[:4]), int(text[5:7]))

    @property
    def length(self):
        """How many days it has."""
        return calendar.monthrange(self.year, self.month)[1]

    @property
    def first(self):
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def until(self):
        """The first day of the next month."""
        return self.first + timedelta(days=self.length)


def clip(spans, first, until):
    """The part of each span that lies between two days.

    >>> one, two, three = (date(2026, 10, day) for day in (1, 2, 3))
    >>> clip([("a", None, two), ("b", two, None)], one, two)
    (('a', datetime.date(2026, 10, 1), datetime.date(2026, 10, 2)),)
    """
    return tuple(
        (value, max(begin or first, first), min(end or until, until))
        for value, begin, end in spans
        if (begin is None or (begin < until and begin != end)) and (end is None or end > first)
    )


def months_later(day, months):
    """The same day of a later month, or its last day.

    >>> months_later(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def force(spans, months):
    """The states of a card whose silent period the operator ends by itself after ``months``.

    >>> force([("silent", date(2026, 4, 16), None)], 6)[1]
    ('forced', datetime.date(2026, 10, 16), None)
    """
    found = []
    for value, begin, end in spans:
        due = months_later(begin, months) if months and value == SILENT and begin else None
        if due is None or (end and end <= due):
            found.append((value, begin, end))
        else:
            found += [(value, begin, due), (FORCED, due, end)]
    return found


@dataclass(frozen=True)
class Tariff:
    """What a plan costs from a day on, until its next tariff.

    ``proration``: ``full_month`` (whole fee when active at any moment) or ``daily``. Volumes are
    not prorated. ``pool``: cards of a pool use their volumes up together before any overage.
    ``silent_months``: after which the operator activates a silent card by itself, 0 for never.
    """

    plan: str
    monthly_fee: Decimal
    included_mb: Decimal = NOTHING
    overage_per_mb: Decimal = NOTHING
    suspended_fee: Decimal = NOTHING
    proration: str = "full_month"
    pool: str = ""
    date_from: date = date.min
    silent_months: int = 0

    def overage(self, megabytes):
        """The charge for what was used beyond the volume."""
        return cents(max(megabytes - self.included_mb, NOTHING) * self.overage_per_mb)


@dataclass
class Basis:
    """What a card's history of the month comes to; ``tariff`` is the last one while active."""

    kind: str
    fee: Decimal = NOTHING
    reservation: Decimal = NOTHING
    tariff: Tariff | None = None
    plans: frozenset = frozenset()
    partial: bool = False
    forced: bool = False
    mixed: bool = False


@dataclass
class _Tally:
    """Days of each kind, and of each tariff while active and while stopped."""

    kinds: dict = field(default_factory=dict)
    active: dict = field(default_factory=dict)
    stopped: dict = field(default_factory=dict)
    plans: set = field(default_factory=set)
    last: Tariff | None = None

    def take(self, state, tariff):
        """Count a day."""
        kind = kind_of(state)
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if tariff is None:
            return
        self.plans.add(tariff.plan)
        if kind == "active":
            self.last = tariff
            self.active[tariff] = self.active.get(tariff, 0) + 1
        elif kind == STOPPED:
            self.stopped[tariff] = self.stopped.get(tariff, 0) + 1

    @cached_property
    def kind(self):
        """What the card is in the month: whatever costs most."""
        order = ("active", STOPPED, SILENT, "cancelled")
        return next((kind for kind in order if kind in self.kinds), SILENT)


def kind_of(state):
    """``active``, ``stopped``, ``silent`` (not in use yet) or ``cancelled``.

    >>> [kind_of(state) for state in ("forced", "test", None, "pre_cancelled", "stopped")]
    ['active', 'silent', 'silent', 'cancelled', 'stopped']
    """
    if state in ACTIVE:
        return "active"
    if state is None or state in BEFORE_USE:
        return SILENT
    return STOPPED if state == STOPPED else "cancelled"


class Book:
    """The tariffs of a month, and the basis of every history met so far.

    :param tariffs: list of :class:`Tariff`, several of a plan when it changed
    """

    def __init__(self, month, tariffs):
        self.month, self._first, self._until = month, month.first, month.until
        self._tariffs, self._known = {}, {}
        for tariff in sorted(tariffs, key=lambda one: one.date_from, reverse=True):
            self._tariffs.setdefault(tariff.plan, []).append(tariff)

    def basis(self, states, plans):
        """The :class:`Basis` of a history of states and plans."""
        plans = clip(plans, self._first, self._until)
        key = (self._clip(states, plans), plans)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._reckon(*key)
        return found

    def _clip(self, states, plans):
        if plans and any(span[0] == SILENT for span in states):
            plan, _first, until = plans[-1]
            tariff = self._tariff(plan, until - timedelta(days=1))
            states = force(states, tariff.silent_months if tariff else 0)
        return clip(states, self._first, self._until)

    def _reckon(self, states, plans):
        tally = _Tally()
        for number in range(self.month.length):
            day = self.month.first + timedelta(days=number)
            tally.take(_on(states, day), self._tariff(_on(plans, day), day))
        active = tally.kinds.get("active", 0)
        return Basis(
            kind=tally.kind,
            fee=sum((self._fee(tally, *item) for item in tally.active.items()), NOTHING),
            reservation=self._reservation(tally),
            tariff=tally.last or next(iter(tally.stopped), None),
            plans=frozenset(tally.plans),
            partial=active < self.month.length or len(tally.active) > 1,
            forced=any(state == FORCED for state, _first, _until in states),
            mixed=len(tally.kinds) > 1,
        )

    def _tariff(self, plan, day):
        return next((one for one in self._tariffs.get(plan, ()) if one.date_from <= day), None)

    def _fee(self, tally, tariff, days):
        """A plan by the day costs its days; one by the month is paid when it is the last one."""
        if tariff.proration == "daily":
            return cents(tariff.monthly_fee * days / self.month.length)
        return tariff.monthly_fee if tariff is tally.last else NOTHING

    def _reservation(self, tally):
        """The number is kept for a fee while stopped; a month paid in full includes it."""
        if any(tariff.proration != "daily" for tariff in tally.active):
            return NOTHING
        shares = {
            tariff: days / Decimal(self.month.length) if tariff.proration == "daily" else 1
            for tariff, days in tally.stopped.items()
        }
        return sum((cents(one.suspended_fee * share) for one, share in shares.items()), NOTHING)


def _on(spans, day):
    """The value of a day."""
    return next((value for value, first, until in spans if first <= day < until), None)
