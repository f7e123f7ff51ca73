"""Who to move so that every leader has as many people as the role card says.

Pure: takes numbers, gives moves. A move is only proposed within a group (people of one client
project are not interchangeable with those of another), and only when it helps: the giver is over
the most or the taker under the least, and neither leaves the span by it.
"""

from dataclasses import dataclass


@dataclass
class Team:
    """A leader's team: ``people`` now, between ``low`` and ``high`` wanted (high 0: no limit)."""

    key: int
    group: int
    people: int
    low: int
    high: int

    @property
    def need(self):
        """People missing up to the least."""
        return max(self.low - self.people, 0)

    @property
    def excess(self):
        """People above the most."""
        return max(self.people - self.high, 0) if self.high else 0

    @property
    def spare(self):
        """People that can go without falling under the least."""
        return max(self.people - self.low, 0)

    @property
    def room(self):
        """People that can come without rising above the most."""
        return max(self.high - self.people, 0) if self.high else 10**9


def suggest(teams):
    """Return ``[(from key, to key)]``, one entry per person to move; fewest moves, stable order.

    >>> suggest([Team(1, 9, 16, 12, 14), Team(2, 9, 12, 12, 14)])
    [(1, 2), (1, 2)]
    >>> suggest([Team(1, 9, 13, 12, 14), Team(2, 9, 11, 12, 14)])
    [(1, 2)]
    >>> suggest([Team(1, 9, 16, 12, 14), Team(2, 8, 11, 12, 14)])
    []
    >>> suggest([Team(1, 9, 12, 12, 14), Team(2, 9, 11, 12, 14)])
    []
    """
    moves = []
    while move := _next(teams):
        giver, taker = move
        giver.people -= 1
        taker.people += 1
        moves.append((giver.key, taker.key))
    return moves


def _next(teams):
    """The pair for which one person helps most, or None."""
    pairs = [
        (giver, taker)
        for giver in teams
        for taker in teams
        if giver is not taker
        and giver.group == taker.group
        and (giver.excess or taker.need)
        and (giver.spare and taker.room)
    ]
    if not pairs:
        return None
    return max(
        pairs,
        key=lambda pair: (
            bool(pair[0].excess) + bool(pair[1].need),
            pair[0].excess + pair[1].need,
            pair[0].people - pair[1].people,
            -pair[0].key,
            -pair[1].key,
        ),
    )
