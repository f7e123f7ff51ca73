"""Rows of the monthly ledger of a till, in the layout of Chinese bookkeeping.

Brought forward, the entries of each day with its total, over or short as a line of its own, the
total of the month. Amounts come in fen and leave in yuan.
"""

from dataclasses import dataclass

from .cash import break_in_chain, capitals, closing, running

FEN = 100


@dataclass(frozen=True)
class Entry:
    """A line: its number, what for, kind and partner as text, amount in fen (payments minus)."""

    number: int
    name: str
    kind: str
    partner: str
    fen: int


@dataclass(frozen=True)
class Day:
    """A day: ISO date, opening balance in fen, its entries, over (plus) or short in fen."""

    date: str
    opening: int
    entries: tuple
    difference: int = 0

    @property
    def amounts(self):
        """What changed the balance, in order, the difference last."""
        found = [entry.fen for entry in self.entries]
        return [*found, self.difference] if self.difference else found

    @property
    def closing(self):
        """What the till held at the end of the day, in fen."""
        return closing(self.opening, self.amounts)


def ledger(days, words, brought=0):
    """Rows by column key: date, number, name, kind, partner, income, outlay, balance, words.

    :param days: in order, each opening with the closing of the one before
    :param words: dict of texts: ``brought``, ``day``, ``month``, ``difference``
    :param brought: balance in fen brought forward when there is no day
    :raise ValueError: naming the day that does not open with the last closing

    >>> day = Day("2026-11-02", 1000, (Entry(1, "fee", "in", "", 500),))
    >>> texts = {"brought": "b", "day": "d", "month": "m", "difference": "o"}
    >>> [(row["name"], row["income"], row["balance"]) for row in ledger([day], texts)]
    [('b', None, 10.0), ('fee', 5.0, 15.0), ('d', 5.0, 15.0), ('m', 5.0, 15.0)]
    """
    place = break_in_chain([(day.opening, day.closing) for day in days])
    if place is not None:
        raise ValueError(f"{days[place].date} does not open with the last closing balance")
    opening = days[0].opening if days else brought
    rows = [_total("", words["brought"], [], opening)]
    for day in days:
        rows += _entries(day, words)
        rows.append(_total(day.date, words["day"], day.amounts, day.closing))
    every = [fen for day in days for fen in day.amounts]
    return [*rows, _total("", words["month"], every, closing(opening, every))]


def _entries(day, words):
    lines = list(day.entries)
    if day.difference:
        lines.append(Entry(None, words["difference"], "", "", day.difference))
    balances = running(day.opening, day.amounts)
    return [
        {
            "date": day.date,
            "number": line.number,
            "name": line.name,
            "kind": line.kind,
            "partner": line.partner,
            "income": line.fen / FEN if line.fen > 0 else None,
            "outlay": -line.fen / FEN if line.fen < 0 else None,
            "balance": balance / FEN,
        }
        for line, balance in zip(lines, balances, strict=True)
    ]


def _total(date, name, amounts, balance):
    income = sum(fen for fen in amounts if fen > 0)
    outlay = -sum(fen for fen in amounts if fen < 0)
    return {
        "date": date,
        "name": name,
        "income": income / FEN or None,
        "outlay": outlay / FEN or None,
        "balance": balance / FEN,
        "words": capitals(balance),
        "_total": True,
    }
