"""Drawing calls to listen to: by chance, yet the same draw for the same seed.

Each call gets a lot: the MD5 of seed and call. Lots of different calls are as good as
independent and uniform, so the calls with the lowest lots are a simple random sample. The same
is done in SQL on a growing table (``wizards/ops_qa_draw.py``); this is what it has to equal.
"""

from collections import defaultdict
from hashlib import md5
from typing import NamedTuple


class Candidate(NamedTuple):
    """A call that may be drawn; ``stratum`` is its place in the plan's list, None for none."""

    call: int
    agent: int
    stratum: int | None = None


def lot(seed, call):
    """Return the lot of a call in the draw of ``seed``: 32 hexadecimal digits.

    >>> lot(7, 1) == md5(b"7:1").hexdigest()
    True
    """
    return md5(f"{seed}:{call}".encode(), usedforsecurity=False).hexdigest()


def draw(candidates, seed, quotas, minimums):
    """Return the ids of the calls drawn, sorted.

    Of each agent ``quotas[agent]`` calls: first the least number agreed of each stratum, then
    whatever the lot says of all his other calls. Too few calls of a stratum leave their places
    to the others; too few calls of an agent leave them empty.

    :param quotas: ``{agent: calls}``
    :param minimums: ``{stratum: least calls per agent}``

    >>> calls = [Candidate(call, 1, 0 if call < 3 else None) for call in range(20)]
    >>> found = draw(calls, 7, {1: 4}, {0: 2})
    >>> len(found), sum(call < 3 for call in found) >= 2
    (4, True)
    >>> draw(calls, 7, {1: 4}, {0: 2}) == found, draw(calls, 8, {1: 4}, {0: 2}) == found
    (True, False)
    """
    strata = defaultdict(list)
    for one in candidates:
        strata[one.agent, one.stratum].append((lot(seed, one.call), one.call))
    agents = defaultdict(list)
    for (agent, stratum), rows in strata.items():
        least = minimums.get(stratum, 0)
        agents[agent] += [(at >= least, *row) for at, row in enumerate(sorted(rows))]
    return sorted(
        call
        for agent, rows in agents.items()
        for _later, _lot, call in sorted(rows)[: quotas.get(agent, 0)]
    )
