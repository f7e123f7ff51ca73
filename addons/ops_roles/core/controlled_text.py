"""The content of a version of a controlled document as one digest; no Odoo here.

SHA-256 as in FIPS 180-4, written in lower-case hexadecimal.
"""

from .seal import canonical, digest


def version_digest(title: str, number: int, body: str, files: dict[str, bytes]) -> str:
    """Return the digest of a version: its title, number, text, and files by name.

    >>> one = version_digest("Rules", 1, "<p>a</p>", {"a.pdf": b"1", "b.pdf": b"2"})
    >>> one == version_digest("Rules", 1, "<p>a</p>", {"b.pdf": b"2", "a.pdf": b"1"})
    True
    >>> one == version_digest("Rules", 1, "<p>a</p>", {"a.pdf": b"1", "b.pdf": b"3"})
    False
    """
    content = {
        "title": title,
        "number": number,
        "body": body,
        "files": {name: digest(content) for name, content in files.items()},
    }
    return digest(canonical(content))
