"""Call detail records of Asterisk: the calls a desk placed.

A record is an outbound call when the PBX dialled a number for an agent; legs of inbound calls,
transfers and the records Asterisk adds at hang-up are not. ``billsec`` counts from the answer.
Times are local to the PBX unless its records are written in GMT; a time written as seconds since
1970 is UTC. Format: cdr_csv and cdr_custom of Asterisk, 16 to 22 columns by its options.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from .agent_name import extension
from .phone import caller_key

#: Columns of an outbound call, with their PostgreSQL types; times are UTC.
COLUMNS = (
    ("callid", "varchar"),
    ("linkedid", "varchar"),
    ("campaign", "varchar"),
    ("lead_ref", "varchar"),
    ("number", "varchar"),
    ("number_key", "varchar"),
    ("agent_name", "varchar"),
    ("start_at", "timestamp"),
    ("answered_at", "timestamp"),
    ("end_at", "timestamp"),
    ("day", "date"),
    ("duration_s", "integer"),
    ("talk_s", "integer"),
    ("result", "varchar"),
)
#: Of every record, also those that are no outbound call: its channel and its conversation.
LINK_COLUMNS = (("record", "varchar"), ("record_linked", "varchar"))
REASONS = ("time", "range", "number", "callid", "disposition", "long")
_RESULTS = {
    "ANSWERED": "answered",
    "NO ANSWER": "no_answer",
    "BUSY": "busy",
    "CONGESTION": "congestion",
    "FAILED": "failed",
}
_EXTENSION = re.compile(r"[0-9]{2,6}", re.ASCII)
_DIALLED = re.compile(r"\+?[0-9]{2,20}", re.ASCII)
#: What Asterisk calls a unique id: seconds and a counter, after the name of the system if any.
_CALLID = re.compile(r"(?:[\w-]{1,64}-)?[0-9]{1,12}\.[0-9]{1,12}", re.ASCII)
_EPOCH = re.compile(r"[0-9]{9,10}(?:\.[0-9]{1,9})?", re.ASCII)
_SECONDS = re.compile(r"([0-9]{1,8})(?:\.[0-9]{1,9})?", re.ASCII)
_FIELD_LIMIT = 256
_EARLIEST, _LATEST = 2000, 2099
_NONE = (None,) * len(COLUMNS)


class Bad(ValueError):
    """A record that is rejected; ``args`` are its reason code and a detail."""


@lru_cache(4096)
def _moment(text, zone):
    """The aware time of a text; a time that the clocks show twice is the first of the two."""
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text.partition(".")[0]), zone)
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=zone, microsecond=0)
    except ValueError as error:
        raise Bad("time", text[:40]) from error
    if not _EARLIEST <= moment.year <= _LATEST:
        raise Bad("range", text[:40])
    return moment


def _utc(moment):
    return moment and moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _seconds(text):
    found = _SECONDS.fullmatch(text)
    if not found:
        raise Bad("number", text[:40])
    return int(found[1])


def agent(values):
    """The extension that dialled: of the channel, else the caller id, else the other channel.

    The channel comes first because trunks often want a caller id of their own.

    >>> agent({"channel": "PJSIP/1014-0000000a", "src": "01055501234"})
    '1014'
    >>> agent({"channel": "Local/13800004087@out-0001;2", "src": "1020"})
    '1020'
    >>> agent({"channel": "PJSIP/trunk-01", "src": "13800004087", "dstchannel": "SIP/1015-0b"})
    '1015'
    >>> agent({"channel": "DAHDI/i1/-1", "src": "13800004087"})
    ''
    """
    names = (extension(values.get("channel") or ""), values.get("src") or "")
    for name in (*names, extension(values.get("dstchannel") or "")):
        if _EXTENSION.fullmatch(name):
            return name
    return ""


def is_outbound(values, contexts):
    """Whether a record is a call that was placed.

    Where the dialplan contexts of outbound calls are known, they decide; else the caller id must
    be an extension and the dialled number a customer's, not another extension.
    """
    if (values.get("lastapp") or "").casefold() != "dial":
        return False
    number = values.get("dst") or ""
    if contexts:
        return values.get("dcontext") in contexts and bool(_DIALLED.fullmatch(number))
    return bool(caller_key(number) and _EXTENSION.fullmatch(values.get("src") or ""))


def outbound(values, zone, contexts=frozenset()):
    """The columns of an outbound call, or Nones for any other record.

    :param dict values: accountcode, src, dst, dcontext, channel, dstchannel, lastapp, start,
        answer, end, duration, billsec, disposition, uniqueid, userfield, linkedid (texts, empty
        or left out when absent)
    :param tzinfo zone: wall clock of the PBX
    :param contexts: dialplan contexts of outbound calls; empty: told by the numbers
    :raise Bad: with one of :data:`REASONS`

    >>> record = {"accountcode": "CMP_A", "src": "1020", "dst": "13800004087",
    ...     "lastapp": "Dial", "start": "2026-11-24 03:17:22", "answer": "",
    ...     "end": "2026-11-24 03:17:24", "duration": "2", "billsec": "0",
    ...     "disposition": "NO ANSWER", "uniqueid": "7.3", "userfield": "CMP_A^L1"}
    >>> row = outbound(record, UTC)
    >>> row[:7], row[-1]
    (('7.3', None, 'CMP_A', 'L1', '13800004087', '13800004087', '1020'), 'no_answer')
    >>> outbound(record, UTC, {"sales"})[0]
    >>> outbound({"lastapp": "Queue", "src": "138", "dst": "8001", "uniqueid": "7.4"}, UTC)[0]
    """
    if not _CALLID.fullmatch(values.get("uniqueid") or ""):
        raise Bad("callid", (values.get("uniqueid") or "")[:40])
    if not is_outbound(values, contexts):
        return _NONE
    if any(len(value or "") > _FIELD_LIMIT for value in values.values()):
        raise Bad("long", "")
    result = _RESULTS.get((values.get("disposition") or "").upper())
    if not result:
        raise Bad("disposition", (values.get("disposition") or "")[:40])
    campaign, lead = _campaign(values)
    start, answer, end, talk = _times(values, zone, result == "answered")
    return (
        values["uniqueid"], _linked(values), campaign, lead, values["dst"],
        caller_key(values["dst"]) or None, agent(values) or None, _utc(start), _utc(answer),
        _utc(end), start.strftime("%Y-%m-%d"), _seconds(values.get("duration") or "0"), talk,
        result,
    )  # fmt: skip


def link(values):
    """The columns of :data:`LINK_COLUMNS`; the conversation is None where it is not told.

    >>> link({"uniqueid": "7.3", "linkedid": "7.2"}), link({"uniqueid": "7.3"})
    (('7.3', '7.2'), ('7.3', None))
    """
    return values["uniqueid"], _linked(values)


def _linked(values):
    linked = values.get("linkedid") or ""
    return linked if _CALLID.fullmatch(linked) else None


def _campaign(values):
    """Campaign and lead: the user field ``campaign^lead``, else the account code.

    >>> _campaign({"accountcode": "A", "userfield": "B^L1"}), _campaign({"accountcode": "A"})
    (('B', 'L1'), ('A', None))
    """
    campaign, _caret, lead = (values.get("userfield") or "").partition("^")
    return (lead and campaign) or values.get("accountcode") or None, lead or None


def _times(values, zone, answered):
    """Start, answer, end and seconds of talk; without a column for the answer, end - billsec."""
    start, end = _moment(values["start"], zone), _moment(values["end"], zone)
    if not answered:
        return start, None, end, None
    talk = _seconds(values.get("billsec") or "0")
    text = values.get("answer")
    answer = _moment(text, zone) if text else end - timedelta(seconds=talk)
    return start, answer, end, talk


def looks_like_header(cells, headers):
    """Whether a record names columns instead of holding a call: some PBXs write such a line.

    >>> looks_like_header(["src", "dst", "start"], {"src", "start"})
    True
    >>> looks_like_header(["src", "13800004087", "2026-11-24 03:17:22"], {"src", "start"})
    False
    """
    return sum(cell.strip().casefold() in headers for cell in cells) > 1
