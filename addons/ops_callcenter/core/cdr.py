"""Call detail records of Asterisk: the calls a desk placed.

A record is an outbound call when the PBX dialled a customer's number for an extension; legs of
inbound calls, transfers and the records Asterisk adds at hang-up are not. ``billsec`` counts from
the answer. Times are local to the PBX unless its records are written in GMT.
"""

import re
from datetime import UTC, datetime

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
_RESULTS = {
    "ANSWERED": "answered",
    "NO ANSWER": "no_answer",
    "BUSY": "busy",
    "CONGESTION": "congestion",
    "FAILED": "failed",
}
_EXTENSION = re.compile(r"[0-9]{2,6}")
_CALLID = re.compile(r"\S{1,128}")
_NONE = (None,) * len(COLUMNS)


class Bad(ValueError):
    """A record that is rejected; ``args`` are its reason code and a detail."""


def _moment(text, zone):
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError as error:
        raise Bad("time", text[:40]) from error


def _utc(moment):
    return moment and moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _seconds(text):
    if not text.isdigit() or len(text) > 8:
        raise Bad("number", text[:40])
    return int(text)


def outbound(values, zone):
    """The columns of an outbound call, or Nones for any other record.

    :param dict values: accountcode, src, dst, lastapp, start, answer, end, duration, billsec,
        disposition, uniqueid, userfield, linkedid (texts, empty when absent)
    :param tzinfo zone: wall clock of the PBX
    :raise Bad: ``time``, ``number``, ``callid`` or ``disposition``

    >>> row = outbound({"accountcode": "CMP_A", "src": "1020", "dst": "13800004087",
    ...     "lastapp": "Dial", "start": "2026-11-24 03:17:22", "answer": "",
    ...     "end": "2026-11-24 03:17:24", "duration": "2", "billsec": "0",
    ...     "disposition": "NO ANSWER", "uniqueid": "7.3", "userfield": "CMP_A^L1"}, UTC)
    >>> row[:6], row[-1]
    (('7.3', None, 'CMP_A', 'L1', '13800004087', '13800004087'), 'no_answer')
    >>> outbound({"lastapp": "Queue", "src": "138", "dst": "8001", "uniqueid": "7"}, UTC)[0]
    """
    get = lambda name: values.get(name) or ""  # noqa: E731
    key = caller_key(get("dst"))
    if not _CALLID.fullmatch(get("uniqueid")):
        raise Bad("callid", get("uniqueid")[:40])
    if get("lastapp") != "Dial" or not key or not _EXTENSION.fullmatch(get("src")):
        return _NONE
    if get("disposition") not in _RESULTS:
        raise Bad("disposition", get("disposition")[:40])
    result = _RESULTS[get("disposition")]
    campaign, _caret, lead = get("userfield").partition("^")
    start, end = _moment(get("start"), zone), _moment(get("end"), zone)
    answer = _moment(get("answer"), zone) if get("answer") and result == "answered" else None
    return (
        get("uniqueid"), get("linkedid") or None, (lead and campaign) or get("accountcode") or None,
        lead or None, get("dst"), key, get("src"), _utc(start), _utc(answer), _utc(end),
        start.strftime("%Y-%m-%d"), _seconds(get("duration")),
        _seconds(get("billsec")) if answer else None, result,
    )  # fmt: skip
