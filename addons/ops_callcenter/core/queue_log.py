"""Lines of an Asterisk queue log, from its file or from its realtime table, to COPY text.

Both parsers give the columns of :data:`COLUMNS` in PostgreSQL's COPY text format, times in UTC,
arguments joined by ``|``. A line that cannot be read is rejected with one of :data:`REASONS`;
an unknown event is no reason. Format: the queue log documentation of Asterisk.
"""

import csv
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

COLUMNS = (
    ("at", "timestamp"),
    ("callid", "varchar"),
    ("queue", "varchar"),
    ("agent", "varchar"),
    ("event", "varchar"),
    ("data", "varchar"),
)
REASONS = ("fields", "time", "range", "control", "long", "callid", "event", "header")
#: Seconds a clock may run backwards before anyone is told; two processes write one log.
CLOCK_SLACK_S = 2
#: Characters of one field; a key longer than a database page cannot be indexed.
FIELD_LIMIT = 256
DATA_LIMIT = 4000
_SHORT_LINE = FIELD_LIMIT
_EARLIEST, _LATEST = 946684800, 4102444800  # years 2000 to 2099
#: Arguments an event has at least; a last line with fewer was cut off.
_ARGUMENTS = {
    **dict.fromkeys(("ADDMEMBER", "REMOVEMEMBER", "QUEUESTART", "CONFIGRELOAD"), 0),
    **dict.fromkeys(("PAUSE", "UNPAUSE", "PAUSEALL", "UNPAUSEALL"), 0),
    **dict.fromkeys(("RINGNOANSWER", "RINGCANCELED", "PENALTY", "RATE"), 1),
    **dict.fromkeys(("AGENTLOGIN", "AGENTCALLBACKLOGIN"), 1),
    **dict.fromkeys(("INFO", "AGENTLOGOFF", "AGENTCALLBACKLOGOFF"), 2),
    **dict.fromkeys(("ENTERQUEUE", "CONNECT", "COMPLETEAGENT", "COMPLETECALLER"), 3),
    **dict.fromkeys(("ABANDON", "EXITWITHTIMEOUT", "EXITEMPTY"), 3),
    **dict.fromkeys(("EXITWITHKEY", "WITHDRAW"), 4),
    **dict.fromkeys(("BLINDTRANSFER", "ATTENDEDTRANSFER", "TRANSFER"), 5),
}
_EPOCH = re.compile(r"\d{9,10}(?:\.\d{1,9})?")
_LOCAL = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,9})?")
_START = "|NONE|NONE|NONE|QUEUESTART"
_GLUED = re.compile(r"(.+?)([0-9]{10}\|NONE\|NONE\|NONE\|QUEUESTART.*)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_SPECIAL = re.compile(r"[\x00-\x1f\x7f\\]")
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t"})


class Unreadable(ValueError):
    """A line that is rejected; ``args`` are its reason code and a detail."""


def utc_stamp(epoch):
    """Return seconds since 1970 (text, fraction allowed) as a UTC timestamp text.

    >>> utc_stamp("1795461434"), utc_stamp("1795461434.25")
    ('2026-11-23 19:17:14', '2026-11-23 19:17:14.250000')

    :raise Unreadable: ``time`` when it is no number, ``range`` outside the years 2000 to 2099
    """
    if not _EPOCH.fullmatch(epoch):
        raise Unreadable("time", epoch[:40])
    whole, _point, fraction = epoch.partition(".")
    if not _EARLIEST <= int(whole) < _LATEST:
        raise Unreadable("range", epoch)
    moment = datetime.fromtimestamp(int(whole), UTC).strftime("%Y-%m-%d %H:%M:%S")
    return f"{moment}.{fraction[:6]:<06}" if fraction else moment


def _apart(lines, first_line, rejects):
    """The lines, each start of the PBX without what a crash left unfinished before it.

    Asterisk appends to its log: after a crash the first line stands behind the last, broken one.
    """
    whole = list(lines)
    for place, line in enumerate(lines):
        glued = _GLUED.fullmatch(line) if _START in line else None
        if glued:
            rejects.append((first_line + place, glued[1], "truncated", ""))
            whole[place] = glued[2]
    return whole


class Clock:
    """Counts how often the time of a log runs backwards by more than the slack."""

    def __init__(self):
        self.steps, self.worst, self.first_line, self._latest = 0, 0.0, 0, None

    def see(self, seconds, line_no):
        """Note the time (seconds) of one line."""
        if self._latest is not None and self._latest - seconds > CLOCK_SLACK_S:
            self.steps += 1
            self.worst = max(self.worst, self._latest - seconds)
            self.first_line = self.first_line or line_no
        self._latest = seconds

    def warnings(self):
        """``[("clock", detail)]`` when it did, else nothing."""
        if not self.steps:
            return []
        return [("clock", f"{self.steps} × (≤ {self.worst:.0f} s), ≥ {self.first_line}")]


def checked(fields):
    """Return the five text fields of a line (callid, queue, agent, event, data), escaped.

    :raise Unreadable: for control characters, overlong fields, no call id or no event
    """
    callid, _queue, _agent, event, data = fields
    if any(_CONTROL.search(field) for field in fields):
        raise Unreadable("control", "")
    if not callid:
        raise Unreadable("callid", "")
    if not event or event.isdigit():
        raise Unreadable("event", event[:40])
    if len(data) > DATA_LIMIT or max(map(len, fields[:4])) > FIELD_LIMIT:
        raise Unreadable("long", "")
    return [field.translate(_ESCAPES) for field in fields]


class _Parser:
    """What both parsers owe the engine beside :meth:`parse`."""

    def __init__(self):
        self._clock = Clock()

    def flush(self):
        """Nothing is held back for later lines."""
        return "", []

    def finish(self):
        """Warnings about the whole log: list of (code, detail)."""
        return self._clock.warnings()

    def parse_tail(self, line, line_no):
        """A last line without a line end: taken when it has all its arguments, else cut off."""
        text, rejects = self.parse([line], line_no)
        if text:
            event, data = text.rstrip("\n").split("\t")[-2:]
            least = _ARGUMENTS.get(event)
            if least is None or data.count("|") + bool(data) < least:
                return "", [(line_no, line, "truncated", "")]
        return text, [(number, raw, "truncated", detail) for number, raw, _code, detail in rejects]


class FileParser(_Parser):
    """``epoch|callid|queue|agent|EVENT|d1|d2|…``, one event a line.

    >>> parser = FileParser()
    >>> text, rejects = parser.parse(["1795461434|NONE|NONE|NONE|QUEUESTART|", "rubbish"], 1)
    >>> text
    '1\\t2026-11-23 19:17:14\\tNONE\\tNONE\\tNONE\\tQUEUESTART\\t\\n'
    >>> rejects
    [(2, 'rubbish', 'fields', '1')]
    """

    def __init__(self):
        super().__init__()
        self._epoch, self._stamp = "", ""

    def parse(self, lines, first_line):
        """Return (COPY text, rejects) of consecutive lines; see the feed handler's contract."""
        joined = " ".join(lines)
        # The expression looks at every character; these two are ten times as fast.
        printable = joined.isprintable() and "\\" not in joined
        plain = printable or not _SPECIAL.search(joined)
        out, rejects, known = [], [], self._epoch
        stamp = self._stamp
        if _START in joined:
            lines = _apart(lines, first_line, rejects)
        for line_no, line in enumerate(lines, first_line):
            try:
                epoch, callid, queue, agent, event, data = line.split("|", 5)
                if epoch != known:
                    stamp = self._moment(epoch, line_no)
                    known = epoch
                if not plain or len(line) > _SHORT_LINE or not callid or not event.isalpha():
                    callid, queue, agent, event, data = checked((callid, queue, agent, event, data))
            except Unreadable as error:
                rejects.append((line_no, line, *error.args))
            except ValueError:
                self._short(line, line_no, out, rejects)
            else:
                out.append(f"{line_no}\t{stamp}\t{callid}\t{queue}\t{agent}\t{event}\t{data}\n")
        self._epoch, self._stamp = known, stamp
        return "".join(out), rejects

    def _moment(self, epoch, line_no):
        stamp = utc_stamp(epoch)
        self._clock.see(float(epoch), line_no)
        return stamp

    def _short(self, line, line_no, out, rejects):
        """A line without arguments and without the last bar still names an event."""
        parts = line.split("|")
        if not line.strip():
            return
        if len(parts) != 5:
            rejects.append((line_no, line, "fields", str(len(parts))))
            return
        text, bad = self.parse([line + "|"], line_no)
        out.append(text)
        rejects.extend((number, line, *rest) for number, _raw, *rest in bad)


class TableParser(_Parser):
    """Rows of the realtime table as csv or tab separated text, with or without a header.

    Columns by name (``time, callid, queuename, agent, event, data1 … data5`` or ``data``), or in
    that order, after an ``id`` or not. Times are local to ``zone`` unless they carry an epoch.

    >>> parser = TableParser("Asia/Shanghai")
    >>> parser.parse(["2026-11-24 03:17:14.000001,7.1,q,NONE,ENTERQUEUE,,138,1,,"], 1)[0]
    '1\\t2026-11-23 19:17:14.000001\\t7.1\\tq\\tNONE\\tENTERQUEUE\\t|138|1\\n'
    """

    NAMES = {"queuename": "queue", "queue_name": "queue", "created": "time"}

    def __init__(self, zone="UTC"):
        super().__init__()
        self._zone = ZoneInfo(zone)
        self._delimiter = self._order = None
        self._days = {}

    def parse(self, lines, first_line):
        """Return (COPY text, rejects) of consecutive lines; see the feed handler's contract."""
        out, rejects = [], []
        for line_no, line in enumerate(lines, first_line):
            if not line.strip():
                continue
            try:
                row = self._row(line)
                if row is not None:
                    out.append(f"{line_no}\t" + "\t".join(self._fields(row, line_no)) + "\n")
            except Unreadable as error:
                rejects.append((line_no, line, *error.args))
            except csv.Error:
                rejects.append((line_no, line, "fields", ""))
        return "".join(out), rejects

    def _row(self, line):
        """The cells of a line; None for a header, which settles the order of columns."""
        if self._delimiter is None:
            self._delimiter = max("\t,;", key=line.count)
        row = next(csv.reader([line], delimiter=self._delimiter, strict=False), [])
        if self._order is None:
            self._order = self._header(row)
            if self._order:
                return None
            self._order = self._positions(row)
        return row

    def _header(self, row):
        names = [self.NAMES.get(n, n) for n in (cell.strip().lower() for cell in row)]
        if not {"time", "callid", "event"} <= set(names):
            return None
        data = [n for n in ("data", "data1", "data2", "data3", "data4", "data5") if n in names]
        return [
            names.index(n) if n in names else -1
            for n in ("time", "callid", "queue", "agent", "event", *data)
        ]

    @staticmethod
    def _positions(row):
        first = 0 if _LOCAL.match(row[0]) or len(row) < 6 else 1
        return list(range(first, max(len(row), first + 5)))

    def _fields(self, row, line_no):
        if len(row) <= max(self._order[:5]):
            raise Unreadable("fields", str(len(row)))
        cells = ["" if n < 0 or n >= len(row) else row[n] for n in self._order]
        cells = ["" if cell in ("NULL", r"\N") else cell for cell in cells]
        data = "|".join(cells[5:]).rstrip("|")
        callid, queue, agent = (cell or "NONE" for cell in cells[1:4])
        return self._moment(cells[0], line_no), *checked((callid, queue, agent, cells[4], data))

    def _moment(self, text, line_no):
        found = _LOCAL.fullmatch(text.strip())
        if not found:
            stamp = utc_stamp(text.strip())
            self._clock.see(float(text), line_no)
            return stamp
        day, time, fraction = found.groups(default="")
        try:
            seconds = self._seconds(day, time)
        except ValueError as error:
            raise Unreadable("time", text[:40]) from error
        self._clock.see(seconds, line_no)
        return utc_stamp(f"{seconds}{fraction}")

    def _seconds(self, day, time):
        """Epoch seconds of a local time of day; one zone look-up an hour, not a row."""
        hour = f"{day} {time[:2]}"
        if hour not in self._days:
            self._days = {hour: int(self._local(f"{hour}:00:00"))}
        minutes, seconds = int(time[3:5]), int(time[6:8])
        if minutes > 59 or seconds > 60:
            raise ValueError(time)
        return self._days[hour] + minutes * 60 + seconds

    def _local(self, text):
        return datetime.fromisoformat(text).replace(tzinfo=self._zone).timestamp()
