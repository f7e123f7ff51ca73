"""pytest plugin: of two runs side by side (`OPS_TEST_SHARD=0/2`, `1/2`) each takes its share.

Whole files are shared out, the longest first, so that each run has about as much to do. A test in
the browser takes as long as a dozen others.
"""

import os
from collections import Counter

BROWSER_WEIGHT = 12


def share(weights, number, count):
    """The names of share `number` of `count`.

    >>> sorted(share({"a": 5, "b": 3, "c": 2, "d": 1}, 0, 2))
    ['a', 'd']
    >>> sorted(share({"a": 5, "b": 3, "c": 2, "d": 1}, 1, 2))
    ['b', 'c']
    """
    loads, shares = [0] * count, [[] for _ in range(count)]
    for name in sorted(weights, key=lambda name: (-weights[name], name)):
        least = loads.index(min(loads))
        loads[least] += weights[name]
        shares[least].append(name)
    return set(shares[number])


def _weight(item):
    bases = {base.__name__ for base in getattr(getattr(item, "cls", None), "__mro__", ())}
    return BROWSER_WEIGHT if "HttpCase" in bases else 1


def pytest_collection_modifyitems(config, items):
    """Leaves out what the other run does."""
    number, count = map(int, os.environ.get("OPS_TEST_SHARD", "0/1").split("/"))
    weights = Counter()
    for item in items:
        weights[item.path] += _weight(item)
    mine = share(weights, number, count)
    config.hook.pytest_deselected(items=[item for item in items if item.path not in mine])
    items[:] = [item for item in items if item.path in mine]
