"""Who may sign a stage of an approval, when it is done, and what exactly was approved.

Pure functions over a snapshot of the organisation; no Odoo here. Ids are any hashable values.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Card:
    """A current role card. ``principal`` is the card of the holder it stands in for, or None."""

    id: int
    user: int | None
    employee: int
    role: int
    department: int
    principal: int | None = None


@dataclass
class Org:
    """The organisation at one moment.

    :param cards: current role cards; a card without an active login has ``user`` None
    :param parents: department -> department above or None
    :param managers: department -> employee who manages it
    :param superiors: role -> role it reports to or None
    :param bosses: employee -> employee he reports to or None
    :param users: employee -> active login or None
    :param former: login that is closed -> its employee or None
    """

    cards: list[Card]
    parents: dict = field(default_factory=dict)
    managers: dict = field(default_factory=dict)
    superiors: dict = field(default_factory=dict)
    bosses: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)
    former: dict = field(default_factory=dict)

    def __post_init__(self):
        self.by_id = {card.id: card for card in self.cards}
        self.employees = {user: person for person, user in self.users.items() if user}
        self.holders, self.deputies = {}, {}
        for card in self.cards:
            if card.principal is None:
                self.holders.setdefault(card.role, []).append(card)
            elif card.principal in self.by_id:
                employee = self.by_id[card.principal].employee
                self.deputies.setdefault(employee, []).append(card)

    def line_up(self, department) -> list:
        """Return the department and those above it, nearest first.

        >>> Org([], parents={3: 2, 2: 1, 1: None}).line_up(3)
        [3, 2, 1]
        """
        return _climb(self.parents, department)

    def superiors_of(self, employee) -> list:
        """Return the superiors of an employee, nearest first, without him.

        >>> Org([], bosses={"a": "b", "b": "a"}).superiors_of("a")
        ['b']
        """
        return _climb(self.bosses, employee)[1:]


@dataclass(frozen=True)
class Rule:
    """What a stage asks for.

    :param resolver: ``role``, ``superior`` (n-th of the requester), ``manager`` (of the
        department) or ``person``
    :param mode: ``any`` (one signature), ``all`` (one for each role or person named) or ``every``
        (each holder of the roles)
    :param requester: employee, or None when the requester is none
    :param barred: users who may never sign: requester and submitter
    :param everywhere: look for the role in the whole company, not only up the department's line
    :param escalated: so many superiors of each seat may sign as well
    """

    resolver: str
    mode: str = "any"
    department: int | None = None
    requester: int | None = None
    barred: frozenset = frozenset()
    roles: tuple = ()
    people: tuple = ()
    levels: int = 1
    everywhere: bool = False
    escalated: int = 0


@dataclass(frozen=True)
class Signer:
    """A user who may sign a seat: by which card and, as a stand-in, for whose card."""

    user: int
    seat: str
    card: int | None = None
    principal: int | None = None
    on_duty: bool = True


@dataclass
class Resolution:
    """Seats of a stage with who may sign them, and why somebody was passed over.

    A note is ``(code, subject)``: ``vacant`` a role nobody holds, ``unmanaged`` a department
    without manager, ``requester``/``barred``/``login`` an employee passed over, ``top`` the line
    ends early, ``escalated`` an employee who may sign because it is late.
    """

    seats: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)

    def open_seats(self, mode: str, signed: Iterable) -> dict:
        """Return the seats that still need a signature.

        >>> Resolution({"a": [], "b": []}).open_seats("all", ["a"])
        {'b': []}
        >>> Resolution({"a": [], "b": []}).open_seats("any", ["a"])
        {}
        """
        signed = set(signed)
        if mode == "any" and signed:
            return {}
        return {key: who for key, who in self.seats.items() if key not in signed}

    def signers(self, mode: str, signed: Iterable = ()) -> list[Signer]:
        """Return who may sign now, each user once."""
        found = {}
        for who in self.open_seats(mode, signed).values():
            for signer in who:
                found.setdefault(signer.user, signer)
        return list(found.values())

    def carried(self, mode: str, user) -> list[Signer]:
        """Return the seats that are signed when ``user`` signed the step right before this one.

        All that the stage needs, or none. What he may sign as a stand-in is asked anew.

        >>> found = Resolution({"a": [Signer(1, "a")], "b": [Signer(2, "b")]})
        >>> [one.seat for one in found.carried("any", 1)], found.carried("all", 1)
        (['a'], [])
        """
        own = [
            signer
            for who in self.seats.values()
            for signer in who
            if signer.user == user and signer.principal is None
        ]
        return own if mode == "any" or len(own) == len(self.seats) else []

    def blocked(self, mode: str, signed: Iterable = ()) -> bool:
        """Tell whether a signature is needed that nobody can give; so it is without any seat.

        >>> Resolution().blocked("any"), Resolution({"a": []}).blocked("any", ["b"])
        (True, False)
        """
        seats = self.open_seats(mode, signed)
        empty = [key for key, who in seats.items() if not who]
        return not self.seats or (bool(empty) and (mode != "any" or len(empty) == len(seats)))

    def sign(self, user, mode: str, signed: Iterable = ()) -> list[Signer]:
        """Return the seats one signature of ``user`` takes: all his own, else one as stand-in.

        >>> own, other = Signer(1, "a"), Signer(1, "b", 7, 8)
        >>> [s.seat for s in Resolution({"b": [other], "a": [own]}).sign(1, "all")]
        ['a']
        """
        seats = self.open_seats(mode, signed).values()
        mine = [signer for who in seats for signer in who if signer.user == user]
        own = [signer for signer in mine if signer.principal is None]
        return own or mine[:1]


def _climb(above: dict, start) -> list:
    line = []
    while start is not None and start not in line:
        line.append(start)
        start = above.get(start)
    return line


def resolve(org: Org, rule: Rule, signed_users: Iterable = ()) -> Resolution:
    """Find who may sign a stage now.

    A seat whose person cannot sign (is the requester, has no login) goes to his superior. A
    stand-in signs for the person he acts for unless he is the requester or has signed in this
    round: then the superior signs as well. Stand-ins of stand-ins do not count. A role that
    nobody holds goes to the role it reports to.

    :param signed_users: users who have signed in this round

    >>> cards = [Card(1, 11, 1, 5, 10), Card(2, 12, 2, 5, 10, principal=1)]
    >>> org = Org(cards, parents={20: 10, 10: None}, users={1: 11, 2: 12, 3: 13}, bosses={1: 3})
    >>> rule = Rule("role", roles=(5,), department=20)
    >>> [(s.user, s.principal, s.on_duty) for s in resolve(org, rule).signers("any")]
    [(12, 1, True), (11, None, False)]
    >>> [s.user for s in resolve(org, rule, signed_users=[12]).signers("any")]
    [11, 13]
    """
    return _Resolver(org, rule, frozenset(signed_users)).run()


class _Resolver:
    def __init__(self, org, rule, signed_users):
        self.org, self.rule, self.signed_users = org, rule, signed_users
        self.found = Resolution()

    def run(self) -> Resolution:
        getattr(self, f"_by_{self.rule.resolver}")()
        return self.found

    def _by_role(self):
        for role in self.rule.roles:
            people = list(dict.fromkeys(card.employee for card in self._holders(role)))
            if self.rule.mode == "every" and people:
                for person in people:
                    self._fill(f"person:{person}", [person])
            else:
                self._fill(f"role:{role}", people)

    def _holders(self, role) -> list[Card]:
        """Return the holders of the role, else of the one it reports to, noting the vacancy."""
        for candidate in _climb(self.org.superiors, role):
            cards = self.org.holders.get(candidate, [])
            if self.rule.everywhere and cards:
                return cards
            for department in self.org.line_up(self.rule.department):
                here = [card for card in cards if card.department == department]
                if here:
                    return here
            self._note("vacant", candidate)
        return []

    def _by_superior(self):
        if self.rule.requester is None:
            self._by_manager()
            return
        line = self.org.superiors_of(self.rule.requester)
        if len(line) < self.rule.levels and line:
            self._note("top", line[-1])
        self._fill("superior", line[: self.rule.levels][-1:])

    def _by_manager(self):
        for department in self.org.line_up(self.rule.department):
            manager = self.org.managers.get(department)
            if manager and self._may_sign(manager):
                self._fill("manager", [manager])
                return
            self._note("unmanaged", department)
        line = self.org.superiors_of(self.rule.requester)
        self._fill("manager", line[:1])

    def _by_person(self):
        for user in self.rule.people:
            key, closed = f"user:{user}", user in self.org.former
            employee = self.org.former.get(user) if closed else self.org.employees.get(user)
            if employee is not None:
                self._fill(key, [employee])
            elif closed or user in self.rule.barred:
                self._seat(key)
            else:
                self._seat(key).append(Signer(user, key))

    def _fill(self, key, people):
        """Seat the people or, when none of them can sign, the superiors of the first."""
        seat = self._seat(key)
        known = len(self.found.notes)
        seated = [self._occupy(seat, key, person) for person in people]
        done = any(seated)
        if done:
            del self.found.notes[known:]
        more = self.rule.escalated
        for person in self.org.superiors_of(people[0]) if people else []:
            if done and not more:
                break
            if done:
                self._note("escalated", person)
                more -= 1
            done = self._occupy(seat, key, person) or done

    def _seat(self, key) -> list:
        return self.found.seats.setdefault(key, [])

    def _occupy(self, seat, key, employee) -> bool:
        """Add who may sign in the place of ``employee``; False when the superior must too."""
        user = self.org.users.get(employee)
        if user in self.rule.barred:
            self._note("requester", employee)
            return False
        card = self._card_of(employee, key)
        named = self.org.deputies.get(employee, [])
        deputies = [one for one in named if self._stands_in(one, key, card)]
        able = [one for one in deputies if self._deputy_may_sign(one)]
        seat += [Signer(one.user, key, one.id, one.principal) for one in able]
        if user is not None:
            seat.append(Signer(user, key, card and card.id, None, on_duty=not able))
        if deputies and not able:
            self._note("barred", deputies[0].employee)
            return False
        if user is None and not able:
            self._note("login", employee)
            return False
        return True

    def _stands_in(self, card, key, sits_by) -> bool:
        """A stand-in acts for one card: for a role the one that is asked, else one nearby."""
        if key.startswith("role:"):
            return sits_by is not None and card.principal == sits_by.id
        near = card.department in self.org.line_up(self.rule.department)
        return near or self.rule.everywhere or key.startswith("user:")

    def _role_of(self, key):
        name = key.removeprefix("role:")
        return next(role for role in self.rule.roles if str(role) == name)

    def _deputy_may_sign(self, card) -> bool:
        return (
            card.user is not None
            and card.user not in self.rule.barred
            and card.user not in self.signed_users
        )

    def _card_of(self, employee, key) -> Card | None:
        """Return the card by which a person sits there: the one asked for, else the nearest."""
        cards = [card for card in self.org.cards if card.employee == employee]
        own = [card for card in cards if card.principal is None]
        if key.startswith("role:"):
            role = self._role_of(key)
            own = [card for card in own if card.role == role] or own
        line = self.org.line_up(self.rule.department)
        far = len(line)
        return min(
            own,
            key=lambda card: line.index(card.department) if card.department in line else far,
            default=None,
        )

    def _may_sign(self, employee) -> bool:
        user = self.org.users.get(employee)
        return user is not None and user not in self.rule.barred

    def _note(self, code, subject):
        if (code, subject) not in self.found.notes:
            self.found.notes.append((code, subject))


def in_band(amount: float, low: float, high: float) -> bool:
    """Tell whether an amount is at least ``low`` and below ``high``; ``high`` 0 means no limit.

    >>> in_band(1000, 1000, 0), in_band(1000, 0, 1000), in_band(-5, 0, 0)
    (True, False, False)
    >>> in_band(0, 0, 0)
    True
    """
    return amount >= low and (not high or amount < high)


def canonical(content) -> str:
    """Return content of dicts, lists and plain values as JSON that is equal for equal content.

    Floats are written with six decimals, so that what the database rounds stays the same.

    >>> canonical({"b": 1.10, "a": ["甲", None]})
    '{"a":["甲",null],"b":"1.100000"}'
    """
    return json.dumps(_plain(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value):
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, float):
        return f"{value + 0.0:.6f}"
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def digest(content) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal.

    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    >>> digest({"a": 1}) == digest({"a": 2})
    False
    """
    return hashlib.sha256(canonical(content).encode()).hexdigest()
