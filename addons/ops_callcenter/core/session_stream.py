"""Rows of a COPY of events in, rows of a COPY of sessions out, one agent at a time.

The events come sorted by agent, so memory does not grow with the number of agents. Text stays in
COPY's escaped form on its way through.
"""

from bisect import bisect_left

from .agent_sessions import Before, sessions_of

#: Columns of the rows written, with their PostgreSQL types; times are epoch seconds.
COLUMNS = (
    ("agent_key", "varchar"),
    ("agent_name", "varchar"),
    ("kind", "varchar"),
    ("reason", "varchar"),
    ("queue", "varchar"),
    ("start_s", "float8"),
    ("end_s", "float8"),
    ("ended_by", "varchar"),
)
_NULL = r"\N"


class SessionStream:
    """A file for ``COPY … TO``: each row ``agent key, epoch, queue, agent, event, data``.

    ``runs`` gives for an agent key the PBX start (epoch seconds or None) from which its events
    come, ``before`` what held at that start.
    """

    def __init__(self, sink, restarts, runs, before):
        self._sink, self._restarts, self._runs, self._before = sink, restarts, runs, before
        self._key, self._events = None, []

    def write(self, data):
        """Take one row, as libpq hands it over, or several."""
        for row in data.decode().rstrip("\n").split("\n"):
            key, epoch, queue, agent, event, rest = row.split("\t")
            if key != self._key:
                self.close()
                self._key = key
            self._events.append((float(epoch), queue, agent, event, rest))
        return len(data)

    def close(self):
        """Write the sessions of the agent whose last event has come; the sink stays open."""
        if not self._events:
            return
        start = self._runs.get(self._key)
        restarts = self._restarts
        if start is not None:
            restarts = restarts[bisect_left(restarts, start) :]
        before = self._before.get(self._key, Before())
        rows = [
            f"{self._key}\t{s.agent}\t{s.kind}\t{s.reason}\t{s.queues}\t{s.start!r}"
            f"\t{_NULL if s.end is None else repr(s.end)}\t{s.ended_by or _NULL}\n"
            for s in sessions_of(self._events, restarts, before)
        ]
        self._sink.write("".join(rows).encode())
        self._events = []
