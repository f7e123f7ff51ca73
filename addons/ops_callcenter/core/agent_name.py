"""Names under which a PBX logs an agent."""

import re

#: The extension inside ``SIP/1014``, ``Local/1001@agents/n``, ``PJSIP/1001-0000a``, ``1001``.
#: The same text serves PostgreSQL's ``substring(name from …)``.
EXTENSION = r"^(?:[A-Za-z0-9_]+/)?([0-9]{2,})(?:[@/-].*)?$"
_EXTENSION = re.compile(EXTENSION)


def extension(name):
    """Return the extension of a logged name, or the name itself when it has none.

    >>> [extension(n) for n in ("Agent/1001", "Local/1013@agents/n", "PJSIP/1014-00000a", "1001")]
    ['1001', '1013', '1014', '1001']
    >>> extension("Li Na"), extension("")
    ('Li Na', '')
    """
    found = _EXTENSION.match(name)
    return found[1] if found else name
