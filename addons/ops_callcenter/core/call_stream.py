"""Rows of a COPY of events in, rows of a COPY of visits out, one call at a time.

The events come sorted by call id, so memory does not grow with their number. Text stays in COPY's
escaped form on its way through.
"""

from bisect import bisect_right

from .local_day import LocalDays
from .phone import caller_key
from .queue_calls import NO_CALL, RELEVANT, assemble

#: Columns of the rows written, with their PostgreSQL types; times are epoch seconds.
COLUMNS = (
    ("callid", "varchar"),
    ("queue", "varchar"),
    ("visit", "integer"),
    ("leg", "integer"),
    ("caller", "varchar"),
    ("caller_key", "varchar"),
    ("enter_s", "float8"),
    ("day", "date"),
    ("answered_s", "float8"),
    ("end_s", "float8"),
    ("position", "integer"),
    ("ring_s", "integer"),
    ("wait_s", "integer"),
    ("talk_s", "integer"),
    ("ring_count", "integer"),
    ("agent_name", "varchar"),
    ("outcome", "varchar"),
    ("ended_by", "varchar"),
    ("transfer_target", "varchar"),
    ("disposition", "varchar"),
    ("rating", "integer"),
)
_NULL = r"\N"
_NEVER = float("inf")
_FLUSH_ROWS = 2000
#: Events of a call that rang at the agent.
_SIGNS = frozenset(("CONNECT", "RINGNOANSWER"))


def _or_null(value):
    return _NULL if value is None or value == "" else value


def visit_row(callid, leg, visit, day):
    """One visit as a row of COPY text.

    >>> from .queue_calls import Visit
    >>> visit_row("7.1", 0, Visit("q", 1, 10.0, "|13800004087|1"), "1970-01-01").split("\\t")[:8]
    ['7.1', 'q', '1', '0', '13800004087', '13800004087', '10.0', '1970-01-01']
    """
    v, n = visit, _or_null
    return (
        f"{callid}\t{v.queue}\t{v.number}\t{leg}\t{n(v.caller)}\t{n(caller_key(v.caller))}"
        f"\t{v.enter_at!r}\t{day}\t{n(v.answered_at)}\t{n(v.end_at)}\t{n(v.position)}\t{n(v.ring_s)}"
        f"\t{n(v.wait_s)}\t{n(v.talk_s)}\t{v.rings}\t{n(v.agent)}\t{v.outcome}\t{n(v.ended_by)}"
        f"\t{n(v.target)}\t{n(v.disposition)}\t{n(v.rating)}\n"
    )


class CallStream:
    """A file for ``COPY … TO``: each row ``callid, epoch, queue, agent, event, data``.

    ``sink`` is a binary file for the rows of :data:`COLUMNS`, ``zone`` that of their days. Events
    that matter to no call are passed over.

    ``first_seen`` gives the earliest time of each agent, ``signs`` the earliest call that rang at
    an agent by (agent, number of starts before it); names are as PostgreSQL escapes them.
    """

    _wanted, _no_call = frozenset(RELEVANT), frozenset(NO_CALL)

    def __init__(self, sink, restarts, zone="UTC"):
        self._sink, self._restarts = sink, restarts
        self._day = LocalDays(zone).of
        self.first_seen, self.signs = {}, {}
        self._callid, self._events, self._rows = None, [], []

    def write(self, data):
        """Take one row, as libpq hands it over."""
        callid, epoch, queue, agent, event, rest = data.decode().split("\t")
        at = float(epoch)
        if agent != "NONE":
            if at < self.first_seen.get(agent, _NEVER):
                self.first_seen[agent] = at
            if event in _SIGNS:
                self._see(at, agent)
        if callid != self._callid:
            if event not in self._wanted or callid in self._no_call:
                return len(data)
            self._finish()
            self._callid = callid
        if event in self._wanted:
            self._events.append((at, queue, agent, event, rest[:-1]))
        return len(data)

    def _see(self, at, agent):
        run = agent, bisect_right(self._restarts, at)
        if at < self.signs.get(run, _NEVER):
            self.signs[run] = at

    def _finish(self):
        """Assemble the call whose last event has come."""
        if not self._events:
            return
        for leg, visit in enumerate(assemble(self._events, self._restarts)):
            self._rows.append(visit_row(self._callid, leg, visit, self._day(visit.enter_at)))
        self._events = []
        if len(self._rows) >= _FLUSH_ROWS:
            self._flush()

    def _flush(self):
        self._sink.write("".join(self._rows).encode())
        self._rows = []

    def close(self):
        """Write what is left; the sink stays open."""
        self._finish()
        self._flush()
