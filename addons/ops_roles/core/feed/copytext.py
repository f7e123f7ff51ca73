"""PostgreSQL COPY text format.

https://www.postgresql.org/docs/current/sql-copy.html, "Text Format".

Columns are separated by a tab, rows by a line feed, NULL is ``\\N``, and backslash, tab,
line feed and carriage return inside a value are written with a backslash.
"""

import re

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_UNESCAPES = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
_ESCAPED = re.compile(r"\\[\\tnr]")


def copy_field(value):
    r"""One value as COPY text; ``None`` is NULL, numbers and booleans by their usual form.

    >>> copy_field("a\tb\\c"), copy_field(None), copy_field(1.5), copy_field("")
    ('a\\tb\\\\c', '\\N', '1.5', '')
    """
    if value is None:
        return "\\N"
    text = str(value)
    return text if text.isalnum() else text.translate(_ESCAPES)


def copy_row(values):
    r"""One row, ended by a line feed.

    >>> copy_row([7, "x", None])
    '7\tx\t\\N\n'
    """
    return "\t".join(map(copy_field, values)) + "\n"


def copy_unescape(text):
    r"""The value behind one COPY field (``None`` for ``\N``): what PostgreSQL will store.

    >>> copy_unescape(copy_field("a\tb\\c\r\n")) == "a\tb\\c\r\n"
    True
    """
    if text == "\\N":
        return None
    return _ESCAPED.sub(lambda match: _UNESCAPES[match.group()], text)
