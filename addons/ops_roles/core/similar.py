"""How alike two short titles are, in any script; no Odoo here."""

import re
import unicodedata
from collections import Counter


def pairs(text: str) -> Counter:
    """Return the pairs of neighbouring letters of a text, marks and blanks left out.

    >>> sorted(pairs("备用 耳机！"))
    ['备用', '用耳', '耳机']
    >>> pairs("A")
    Counter({'a': 1})
    """
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
    return Counter(plain[at : at + 2] for at in range(max(len(plain) - 1, 1)) if plain)


def likeness(one: str, other: str) -> float:
    """Return the Dice coefficient of the pairs of letters: 0 nothing in common, 1 the same.

    Twice the pairs both have, over the pairs of each together.

    >>> likeness("增加备用耳机", "增配备用耳机")
    0.6
    >>> likeness("Ring back", "RING-BACK"), likeness("", "")
    (1.0, 0.0)
    """
    first, second = pairs(one), pairs(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def similar(text: str, titles: dict, least: float, most: int) -> list:
    """Return the keys of the titles alike to ``text``, the most alike first.

    :param titles: ``{key: title}``
    :param least: likeness from which a title counts
    :param most: how many keys at most

    >>> similar("增配备用耳机", {1: "增加备用耳机", 2: "食堂增加夜宵"}, 0.5, 3)
    [1]
    """
    found = {key: likeness(text, title) for key, title in titles.items()}
    alike = [key for key, value in found.items() if value >= least]
    return sorted(alike, key=lambda key: -found[key])[:most]
