"""Names of recordings: which call one belongs to.

A name pattern is a regular expression with the named groups ``uniqueid``, ``number`` (or
``dialled``), ``date`` (YYYYMMDD) and ``time`` (HHMMSS, local to the PBX); all are optional, but
without ``uniqueid`` a number, a date and a time are needed.
"""

import re
from datetime import UTC, datetime

from .phone import caller_key

#: A WAV file of this size or less has a header and no sound.
EMPTY_BYTES = 44
#: Seconds between the time in a name and the entry or answer of its call.
SLACK_S = 5
#: Names as FreePBX gives them: queue recordings and outbound ones.
FREEPBX = (
    r"(?:q-[^-]+-(?P<number>\+?\w+)|out-(?P<dialled>\+?\d+)-\d+)"
    r"-(?P<date>\d{8})-(?P<time>\d{6})-(?P<uniqueid>\d+\.\d+)\.\w+"
)


def describe(name, pattern, zone):
    """Return (uniqueid, number key, UTC time) of a file name, None where it does not tell.

    >>> described = describe("q-8001-+8613800004087-20261124-031807-1795461487.393.wav",
    ...                      re.compile(FREEPBX), UTC)
    >>> described
    ('1795461487.393', '13800004087', '2026-11-24 03:18:07')
    >>> describe("readme.txt", re.compile(FREEPBX), UTC)
    """
    found = pattern.fullmatch(name)
    if not found:
        return None
    groups = found.groupdict()
    key = caller_key(groups.get("number") or groups.get("dialled") or "")
    at = None
    if groups.get("date") and groups.get("time"):
        try:
            local = datetime.strptime(groups["date"] + groups["time"], "%Y%m%d%H%M%S")
        except ValueError:
            return None
        at = local.replace(tzinfo=zone).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    uniqueid = groups.get("uniqueid")
    return (uniqueid, key or None, at) if uniqueid or (key and at) else None
