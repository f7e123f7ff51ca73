"""Names of recordings: which call one belongs to.

A name pattern is a regular expression with the named groups ``uniqueid``, ``number`` (or
``dialled``), ``date`` (YYYYMMDD) and ``time`` (HHMMSS, local to the PBX); all are optional, but
without ``uniqueid`` a number, a date and a time are needed.
"""

import os
import re
from datetime import UTC, datetime

from .phone import caller_key

#: A WAV file of this size or less has a header and no sound.
EMPTY_BYTES = 44
#: Seconds between the time in a name and the entry or answer of its call.
SLACK_S = 5
#: Sound that browsers or other players know, by the ending of the file.
MEDIA_TYPES = {
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".m4a": "audio/mp4",
    ".gsm": "audio/gsm",
}
#: Names as FreePBX gives them: kind, parties (the customer's number has seven digits or more,
#: an extension or queue fewer), date, time, unique id.
FREEPBX = (
    r"[a-z]+-(?:[^-]{1,6}-)?(?:(?P<number>\+?\d{7,15}|[A-Za-z]\w*)-)?(?:[^-]{1,6}-)?"
    r"(?P<date>\d{8})-(?P<time>\d{6})-(?P<uniqueid>(?:[\w-]+-)?\d+\.\d+)\.\w+"
)


def media_type(name):
    """The media type of a recording by its ending, None for any other file.

    >>> media_type("q-8001.WAV"), media_type("q.wav.exe"), media_type("wav")
    ('audio/wav', None, None)
    """
    return MEDIA_TYPES.get(os.path.splitext(name)[1].lower())


def pattern_fault(pattern):
    """What is wrong with a name pattern, "" when it can be used; an empty one is fine.

    >>> pattern_fault(""), pattern_fault(FREEPBX)
    ('', '')
    >>> bool(pattern_fault("(?P<uniqueid>")), pattern_fault(r"(?P<number>.+)-(?P<date>.+)")
    (True, 'time')
    """
    if not pattern:
        return ""
    try:
        groups = set(re.compile(pattern).groupindex)
    except re.error as error:
        return str(error)
    if "uniqueid" in groups:
        return ""
    wanted = {"number", "date", "time"} - groups - ({"number"} if "dialled" in groups else set())
    return ", ".join(sorted(wanted))


def describe(name, pattern, zone):
    """Return (uniqueid, number key, UTC time) of a file name, None where it does not tell.

    >>> freepbx = re.compile(FREEPBX)
    >>> describe("q-8001-+8613800004087-20261124-031807-1795461487.393.wav", freepbx, UTC)
    ('1795461487.393', '13800004087', '2026-11-24 03:18:07')
    >>> describe("out-13800005599-1019-20261124-032629-1795461989.5161.wav", freepbx, UTC)
    ('1795461989.5161', '13800005599', '2026-11-24 03:26:29')
    >>> describe("q-8001-anonymous-20261124-032629-pbx2-1795461989.10.wav", freepbx, UTC)
    ('pbx2-1795461989.10', None, '2026-11-24 03:26:29')
    >>> describe("readme-1795461989.5161.txt", freepbx, UTC)
    >>> describe("out-1019-20261399-032629-1795461989.5161.wav", freepbx, UTC)
    """
    found = pattern.fullmatch(name)
    if not found:
        return None
    groups = found.groupdict()
    key = caller_key(groups.get("number") or groups.get("dialled") or "") or None
    try:
        at = _utc(groups.get("date"), groups.get("time"), zone)
    except (ValueError, OverflowError):
        return None
    uniqueid = groups.get("uniqueid")
    return (uniqueid, key, at) if uniqueid or (key and at) else None


def _utc(date, time, zone):
    if not date or not time:
        return None
    local = datetime.strptime(date + time, "%Y%m%d%H%M%S").replace(tzinfo=zone)
    return local.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def sound_files(folder, since=0.0):
    """(path below the folder, name) of the files with sound changed at or after ``since``.

    Links are passed over, for they could lead out of the folder; so is what vanishes meanwhile.

    :param str folder: an absolute path
    :param float since: seconds since 1970
    """
    waiting = [""]
    while waiting:
        place = waiting.pop()
        try:
            entries = sorted(os.scandir(os.path.join(folder, place)), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            path = os.path.join(place, entry.name)
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif media_type(entry.name) and _has_sound(entry, since):
                yield path, entry.name


def _has_sound(entry, since):
    """Whether an entry is a file with sound, written or copied here since a time."""
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    changed = max(status.st_mtime, status.st_ctime)
    return (
        entry.is_file(follow_symlinks=False) and status.st_size > EMPTY_BYTES and changed >= since
    )
