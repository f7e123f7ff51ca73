"""Seals of archives: a digest per entry, and a chain in which every digest holds the one before.

SHA-256 as in FIPS 180-4, written in lower-case hexadecimal.
"""

import hashlib
import json
from collections.abc import Iterable


def digest(content: bytes) -> str:
    """Return the SHA-256 of ``content``.

    >>> digest(b"abc")
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    """
    return hashlib.sha256(content).hexdigest()


def canonical(values: dict) -> bytes:
    """Return one byte string for equal values, whatever the order of the keys.

    >>> canonical({"b": 1, "a": "文"}) == canonical({"a": "文", "b": 1})
    True
    """
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def link(previous: str, name: str, content_digest: str) -> str:
    r"""Return the digest that ties an entry to all before it.

    The length of the name goes in too, so that no two different entries read alike.

    >>> link("", "a", digest(b"")) == link("", "a", digest(b" "))
    False
    """
    return digest(f"{previous}\n{len(name)}:{name}\n{content_digest}".encode())


def chain(entries: Iterable[tuple[str, str]], start: str = "") -> list[str]:
    """Return the running digests of ``(name, content digest)`` pairs; the last one seals all.

    >>> one = chain([("a", digest(b"1")), ("b", digest(b"2"))])
    >>> other = chain([("b", digest(b"2")), ("a", digest(b"1"))])
    >>> len(one), one[-1] == other[-1], chain([])
    (2, False, [])
    """
    digests, previous = [], start
    for name, content_digest in entries:
        previous = link(previous, name, content_digest)
        digests.append(previous)
    return digests
