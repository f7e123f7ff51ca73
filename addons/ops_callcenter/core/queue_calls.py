"""Queue log events of one call to its visits to queues.

The events may come in any order, once or from several files: only their times, then the logical
order within one second, then their text decide. Times are epoch seconds (float), durations whole
seconds as the PBX logged them. Meanings of events and arguments: the queue log documentation of
Asterisk; a call belongs to the moment it entered the queue.
"""

from bisect import bisect_left, bisect_right

from .agent_name import extension

#: Place of an event among those of one second and queue.
_RANK = {
    "ENTERQUEUE": 0,
    "RINGNOANSWER": 1,
    "CONNECT": 2,
    "ATTENDEDTRANSFER": 3,
    "BLINDTRANSFER": 4,
    "TRANSFER": 4,
    "COMPLETEAGENT": 5,
    "COMPLETECALLER": 5,
    "ABANDON": 6,
    "EXITWITHTIMEOUT": 6,
    "EXITWITHKEY": 6,
    "EXITEMPTY": 6,
    "WITHDRAW": 6,
}
_ENTER, _RING, _CONNECT, _ATTENDED, _BLIND, _COMPLETE, _LEFT = range(7)
_NOTES = {"INFO", "RATE"}
#: Events that matter to calls; the others need not be fetched.
RELEVANT = (*_RANK, *_NOTES)
#: Call ids that name no call.
NO_CALL = ("NONE", "MANAGER", "CLI", "REALTIME")
_ENDED_BY = {
    "ATTENDEDTRANSFER": "attended_transfer",
    "BLINDTRANSFER": "blind_transfer",
    "TRANSFER": "blind_transfer",
    "COMPLETEAGENT": "agent",
    "COMPLETECALLER": "caller",
    "ABANDON": "caller",
}
_OUTCOME = {
    "ABANDON": "abandoned",
    "EXITWITHTIMEOUT": "timeout",
    "EXITWITHKEY": "key",
    "EXITEMPTY": "empty",
    "WITHDRAW": "withdrawn",
}
#: Seconds a clock may have been set back between the entry and the end of one call.
_CLOCK_STEP_S = 7200
#: Hang-ups logged this shortly before a start of the PBX are its own.
_RESTART_S = 1
#: A note may be stamped this much before the event it follows.
_NOTE_SLACK_S = 2


def _int(parts, index):
    """The whole number at an index of the arguments, or None."""
    try:
        text = parts[index]
    except IndexError:
        return None
    return int(text) if text.isdigit() and len(text) < 8 else None


class Visit:
    """One visit to one queue; the fields are those of ``ops.call``."""

    __slots__ = (
        "queue", "number", "caller", "enter_at", "position", "answered_at", "agent", "ring_s",
        "hold", "wait_s", "talk_s", "end_at", "last_at", "outcome", "ended_by", "target",
        "rings", "disposition", "rating",
    )  # fmt: skip

    def __init__(self, queue, number, at, data):
        parts = data.split("|")
        self.queue, self.number, self.enter_at, self.last_at = queue, number, at, at
        self.caller = parts[1] if len(parts) > 1 else ""
        self.position = _int(parts, 2)
        self.answered_at = self.end_at = self.hold = self.ring_s = None
        self.wait_s = self.talk_s = self.rating = None
        self.agent = self.ended_by = self.target = self.disposition = ""
        self.outcome, self.rings = "open", 0

    def connect(self, at, agent, data):
        """An agent took the call."""
        parts = data.split("|")
        self.answered_at = self.last_at = at
        self.agent, self.outcome = agent, "answered"
        self.hold, self.ring_s = _int(parts, 0), _int(parts, 2)
        self.wait_s = self.hold
        if self.wait_s is None:
            self.wait_s = max(0, round(at - self.enter_at))

    def end(self, at, agent, event, data):
        """The visit ended; a conversation is one as soon as its end says so."""
        rank, parts = _RANK[event], data.split("|")
        self.ended_by = _ENDED_BY.get(event, "")
        self.end_at = self.last_at = at
        if rank < _LEFT:
            self._talked(at, agent, rank, parts)
        elif self.answered_at is not None:
            self.talk_s = max(0, round(at - self.answered_at))
        else:
            self.outcome = _OUTCOME[event]
            self.wait_s = _int(parts, 3 if event == "EXITWITHKEY" else 2)
            if self.wait_s is None:
                self.wait_s = max(0, round(at - self.enter_at))

    def _talked(self, at, agent, rank, parts):
        hold, talk = waits_of(rank, parts)
        if self.answered_at is None:
            self.answered_at = at - (talk or 0)
            self.agent, self.outcome, self.wait_s = agent, "answered", hold
            if hold is None:
                self.wait_s = max(0, round(self.answered_at - self.enter_at))
        self.talk_s = talk if talk is not None else max(0, round(at - self.answered_at))
        if rank == _BLIND:
            self.target = parts[0]
        elif rank == _ATTENDED and parts[0] == "APP":
            self.target = parts[1]

    def settle(self, restarts):
        """Decide what starts of the PBX (sorted epoch seconds) did to this visit."""
        if self.end_at is None:
            later = bisect_right(restarts, self.last_at)
            if later < len(restarts):
                self._stopped(restarts[later])
        elif self.ended_by in ("agent", "caller"):
            later = bisect_left(restarts, self.end_at)
            if later < len(restarts) and restarts[later] - self.end_at <= _RESTART_S:
                if self.enter_at < restarts[later]:
                    self.ended_by = "pbx"

    def _stopped(self, restart):
        self.end_at, self.ended_by = restart, "pbx"
        if self.answered_at is None:
            self.outcome, self.wait_s = "cut", max(0, round(restart - self.enter_at))
        else:
            self.talk_s = max(0, round(restart - self.answered_at))


def waits_of(rank, parts):
    """(hold, talk) in seconds of an event that ends a conversation, None where it has none."""
    if rank == _ATTENDED:
        return _int(parts, -3), _int(parts, -2)
    first = 2 if rank == _BLIND else 0
    return _int(parts, first), _int(parts, first + 1)


class _Queue:
    """The events of one call in one queue, in their order."""

    def __init__(self, queue):
        self.queue, self.visits, self.strays = queue, [], []
        self.open = None

    def run(self, flow):
        """Take all events: sorted tuples of (at, rank, agent, event, data)."""
        start, size = 0, len(flow)
        if len({item[0] for item in flow}) == size:
            for item in flow:
                self._take(item)
            start = size
        while start < size:
            at, stop = flow[start][0], start + 1
            while stop < size and flow[stop][0] == at:
                stop += 1
            if stop - start == 1:
                self._take(flow[start])
            else:
                self._second(flow[start:stop])
            start = stop
        if self.strays:
            self._adopt()
        return self.visits

    def _second(self, group):
        """Events of one second; whether the call was in the queue decides what came first."""
        enters = sum(1 for item in group if item[1] == _ENTER)
        if enters == (0 if self.open else 1):
            for item in group:
                self._take(item)
            return
        rest = list(group)
        while rest:
            self._take(rest.pop(self._next(rest)))

    def _next(self, rest):
        """Index of the event that fits the present state best."""
        visit = self.open
        if visit is None:
            return 0
        return min(range(len(rest)), key=lambda n: (rest[n][1] == _ENTER, self._misfit(rest[n]), n))

    def _misfit(self, item):
        """How far the waiting an end claims is from that of the open visit; others first."""
        at, rank, _agent, event, data = item
        if rank <= _CONNECT:
            return -1
        parts, visit = data.split("|"), self.open
        if rank == _LEFT:
            claimed = _int(parts, 3 if event == "EXITWITHKEY" else 2)
        else:
            claimed = waits_of(rank, parts)[0]
        waited = (visit.answered_at or at) - visit.enter_at
        return abs((claimed or 0) - waited)

    def _take(self, item):
        at, rank, agent, event, data = item
        visit = self.open
        if rank == _ENTER:
            if visit is not None and visit.answered_at is None:
                visit.outcome, visit.end_at = "cut", at
                visit.wait_s = max(0, round(at - visit.enter_at))
            self.open = Visit(self.queue, len(self.visits) + 1, at, data)
            self.visits.append(self.open)
        elif visit is None:
            self._stray(item)
        elif rank == _RING:
            visit.rings += 1
            visit.last_at = at
        elif rank == _CONNECT:
            if visit.answered_at is None:
                visit.connect(at, agent, data)
        else:
            visit.end(at, agent, event, data)
            self.open = None

    def _stray(self, item):
        """An event outside a visit: a transfer logged after its own COMPLETEAGENT, or one whose
        entry is missing, or stamped later by a clock that was set back."""
        at, rank, agent, event, data = item
        last = self.visits[-1] if self.visits else None
        if last and last.answered_at is not None and rank in (_ATTENDED, _BLIND):
            if last.ended_by == "agent" and last.agent == agent:
                last.end(at, agent, event, data)
                return
        if rank != _RING:
            self.strays.append(item)

    def _adopt(self):
        """Give events stamped before the entry to the visit that lacks them."""
        for visit in self.visits:
            for item in list(self.strays):
                at, rank, agent, event, data = item
                if not 0 < visit.enter_at - at <= _CLOCK_STEP_S:
                    continue
                if rank == _CONNECT and not visit.ring_s and (visit.end_at is None or visit.talk_s):
                    visit.connect(visit.enter_at + (_int(data.split("|"), 0) or 0), agent, data)
                elif rank > _CONNECT and visit.end_at is None:
                    visit.end(self._end_of(visit, rank, event, data), agent, event, data)
                else:
                    continue
                self.strays.remove(item)

    @staticmethod
    def _end_of(visit, rank, event, data):
        """When a visit ended by the durations its end claims, in epoch seconds."""
        parts = data.split("|")
        if rank == _LEFT:
            return visit.enter_at + (_int(parts, 3 if event == "EXITWITHKEY" else 2) or 0)
        hold, talk = waits_of(rank, parts)
        return visit.enter_at + (hold or 0) + (talk or 0)


def assemble(events, restarts=()):
    """Return the visits of one call id, in order of entry.

    :param events: iterable of (at, queue, agent, event, data); data joined by ``|``
    :param restarts: sorted epoch seconds of the PBX's starts

    >>> visits = assemble([
    ...     (12.0, "q", "Agent/1001", "CONNECT", "2|9.2|1"),
    ...     (10.0, "q", "NONE", "ENTERQUEUE", "|13800004087|1"),
    ...     (20.0, "q", "Agent/1001", "COMPLETECALLER", "2|8|1")])
    >>> [(v.queue, v.number, v.wait_s, v.ring_s, v.talk_s, v.outcome, v.ended_by) for v in visits]
    [('q', 1, 2, 1, 8, 'answered', 'caller')]
    >>> [v.outcome for v in assemble([(10.0, "q", "NONE", "ENTERQUEUE", "|138|1")], [15.0])]
    ['cut']
    """
    flows, notes = {}, []
    for at, queue, agent, event, data in events:
        rank = _RANK.get(event)
        if rank is None:
            if event in _NOTES:
                notes.append((at, queue, agent, event, data))
        elif queue in flows:
            flows[queue].append((at, rank, agent, event, data))
        else:
            flows[queue] = [(at, rank, agent, event, data)]
    visits = []
    for queue, flow in flows.items():
        if len(flow) > 1:
            flow.sort()
        visits += _Queue(queue).run(flow)
    if len(flows) > 1:
        visits.sort(key=lambda visit: (visit.enter_at, visit.queue))
    if visits:
        for visit in visits:
            visit.settle(restarts)
        if notes:
            notes.sort()
            for note in notes:
                _annotate(visits, note)
    return visits


def _annotate(visits, note):
    """Give a disposition or a rating to the conversation it speaks of; the last one counts."""
    at, queue, agent, event, data = note
    visit = _spoken(visits, at, queue, agent)
    if visit is None:
        return
    kind, _bar, code = data.partition("|")
    if event == "RATE":
        rating = _int([kind], 0)
        visit.rating = visit.rating if rating is None else rating
    elif kind == "DISPO" and code:
        visit.disposition = code


def _spoken(visits, at, queue, agent):
    """The latest visit before a note: same queue and agent, same queue, or same agent.

    A script may know neither: then it speaks of the latest conversation. One that was answered
    only later is not spoken of yet.
    """
    before = [v for v in visits if (v.answered_at or v.enter_at) <= at + _NOTE_SLACK_S]
    if len(visits) == 1:  # nearly always, and then no match is better than another
        only = visits[0]
        return only if before and (only.queue == queue or only.answered_at is not None) else None
    who = extension(agent)
    for match in (
        lambda v: v.queue == queue and v.agent == agent,
        lambda v: v.queue == queue and v.answered_at is not None,
        lambda v: v.answered_at is not None and extension(v.agent) == who,
        lambda v: v.answered_at is not None,
        lambda v: v.queue == queue,
    ):
        found = [v for v in before if match(v)]
        if found:
            return found[-1]
    return None
