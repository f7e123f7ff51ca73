"""Queue log events of one agent to the stretches of time logged in and paused.

An agent who serves several queues is logged in once and paused once; the queues are named beside.
A PBX start ends everything. Members survive it without a new login, so an agent is taken to be
back from the start on when anything in that run shows it; a pause is taken to have gone on when
the first thing said about it in that run is its end. Times are epoch seconds (float).
"""

from bisect import bisect_right
from typing import NamedTuple

#: Events that make sessions; the others need not be fetched.
RELEVANT = (
    "ADDMEMBER", "REMOVEMEMBER", "PAUSE", "UNPAUSE", "PAUSEALL", "UNPAUSEALL", "AGENTLOGIN",
    "AGENTLOGOFF", "AGENTCALLBACKLOGIN", "AGENTCALLBACKLOGOFF",
)  # fmt: skip
_LOGIN = {"ADDMEMBER", "AGENTLOGIN", "AGENTCALLBACKLOGIN"}
_LOGOUT = {"REMOVEMEMBER", "AGENTLOGOFF", "AGENTCALLBACKLOGOFF"}
_OFF = {"UNPAUSE", "UNPAUSEALL"}
_ALL = "NONE"
#: Order within one second for an agent who is logged in, and for one who is not.
_IN_ORDER = {
    **dict.fromkeys(_OFF, 0),
    **dict.fromkeys(_LOGOUT, 1),
    **dict.fromkeys(_LOGIN, 2),
    "PAUSEALL": 3,
    "PAUSE": 4,
}
_OUT_ORDER = {**_IN_ORDER, **dict.fromkeys(_LOGIN, -2), "PAUSEALL": -1, "PAUSE": -1}
_OUT_ORDER.update(dict.fromkeys(_LOGOUT, 5))


class Session(NamedTuple):
    """One stretch; ``end`` is None while nothing in the log ends it."""

    kind: str
    reason: str
    queues: str
    start: float
    end: float | None
    ended_by: str
    agent: str


class Before(NamedTuple):
    """What held when the PBX stopped: queues of the member, and {queue: pause reason}."""

    members: frozenset = frozenset()
    paused: dict = {}


class _Run:
    """One agent between two starts of the PBX."""

    def __init__(self, start, before, resumed, sessions):
        self.start, self.before, self.sessions = start, before, sessions
        self.members, self.login_at, self.seen = set(), None, set()
        self.paused, self.pause_at, self.pause_reason = {}, None, ""
        self.resumed, self.left, self.gone, self.agent = resumed, False, set(), ""

    # -- logging in and out
    def enter(self, at, queue):
        """The agent serves a queue from now on."""
        if not self.members:
            self.login_at, self.seen = at, set()
        self.members.add(queue)
        self.gone.discard(queue)
        self.seen.add(queue)

    def sign(self, at, queue):
        """Something only a member does: who never left this run has been back since its start."""
        if self.members or self.left:
            return
        since = at if self.start is None else self.start
        for name in self.before.members or {queue}:
            self.enter(since, name)
        for name, reason in self.before.paused.items():
            if name in self.resumed:
                self.pause(since, name, reason)

    def leave(self, at, queue, ended_by="agent"):
        """The agent stops serving a queue; leaving the last one ends the pause too."""
        self.members -= {queue, ""}  # a sign does not tell the queue
        self.paused.pop(queue, None)
        self.gone.add(queue)
        if not self.members:
            self.left = True
            self.paused.clear()
        self._turn(at, ended_by)
        if not self.members and self.login_at is not None:
            self._close("login", "", self.seen, self.login_at, at, ended_by)
            self.login_at = None

    # -- pauses
    def pause(self, at, queue, reason):
        """A queue (or all, as NONE) is paused; the latest reason is the agent's."""
        if queue in self.gone:
            return
        if self.paused.get(queue) != reason:
            self.paused.pop(queue, None)
            self.paused[queue] = reason
        self._turn(at)

    def resume(self, at, queue):
        """A queue is served again; without any other, so is the agent."""
        self.paused.pop(queue, None)
        if set(self.paused) == {_ALL}:
            self.paused.clear()
        self._turn(at)

    def resume_all(self, at):
        """Every queue is served again."""
        self.paused.clear()
        self._turn(at)

    def _turn(self, at, ended_by="agent"):
        """Close the pause when its reason changed, open the one that holds now."""
        reason = next(reversed(self.paused.values())) if self.paused else None
        if self.pause_at is not None and reason != self.pause_reason:
            self._close("pause", self.pause_reason, self.pause_queues, self.pause_at, at, ended_by)
            self.pause_at = None
        if reason is not None:
            if self.pause_at is None:
                self.pause_at, self.pause_reason, self.pause_queues = at, reason, set()
            self.pause_queues |= {q for q, why in self.paused.items() if why == reason}

    def _close(self, kind, reason, queues, start, end, ended_by):
        if end is None or end > start or kind == "login":
            named = ", ".join(sorted(set(queues) - {_ALL, ""}))
            self.sessions.append(Session(kind, reason, named, start, end, ended_by, self.agent))

    def stop(self, at):
        """The PBX starts anew (``at``), or the log ends (None); returns what held."""
        held = Before(frozenset(self.members), dict(self.paused))
        ended_by = "pbx" if at is not None else ""
        if self.pause_at is not None:
            self._close("pause", self.pause_reason, self.pause_queues, self.pause_at, at, ended_by)
        if self.login_at is not None:
            self._close("login", "", self.seen, self.login_at, at, ended_by)
        return held

    def second(self, group):
        """Take the events of one second in the order that fits whether the agent is in."""
        if len(group) > 1:
            order = _IN_ORDER if self.members else _OUT_ORDER
            group.sort(key=lambda item: (order.get(item[3], 9), item))
        for item in group:
            self.take(*item)

    def take(self, at, queue, agent, event, data):
        """Take one event; ``""`` is a call that rang."""
        if not self.agent or not agent.startswith("Local/"):
            self.agent = agent or self.agent
        if event in _LOGIN:
            self.enter(at, queue)
            if event == "ADDMEMBER" and data.startswith("PAUSED"):
                self.pause(at, queue, "")
            return
        self.sign(at, queue)
        if not self.members:
            return
        if event in _LOGOUT:
            self.leave(at, queue)
        elif event == "PAUSEALL" or event == "PAUSE":
            self.pause(at, queue, data.partition("|")[0])
        elif event == "UNPAUSEALL":
            self.resume_all(at)
        elif event == "UNPAUSE":
            self.resume(at, queue)


def _resumed(items):
    """Queues whose first word about pausing in a run is its end."""
    first, everything = {}, False
    for _at, queue, _agent, event, _data in items:
        if event == "UNPAUSEALL" and not first:
            everything = True
        elif event in ("PAUSE", "PAUSEALL", "UNPAUSE"):
            first.setdefault(queue, event)
    found = {queue for queue, event in first.items() if event == "UNPAUSE"}
    return found | {_ALL} if everything else found


def sessions_of(events, restarts=(), before=Before()):
    """Return the sessions of one agent, in order of their end.

    :param events: (at, queue, agent, event, data) of :data:`RELEVANT`, in any order, and
        ``(at, queue, agent, "", "")`` for the first call that rang in each run
    :param restarts: sorted epoch seconds of the PBX's starts, from the run of the first event
    :param before: what held at the first of them

    >>> found = sessions_of([
    ...     (10.0, "q", "Local/1001@agents/n", "ADDMEMBER", ""),
    ...     (20.0, "NONE", "Agent/1001", "PAUSEALL", "lunch"),
    ...     (20.0, "q", "Agent/1001", "PAUSE", "lunch"),
    ...     (50.0, "q", "Local/1001@agents/n", "REMOVEMEMBER", "")])
    >>> [(s.kind, s.reason, s.start, s.end, s.ended_by) for s in found]
    [('pause', 'lunch', 20.0, 50.0, 'agent'), ('login', '', 10.0, 50.0, 'agent')]
    """
    sessions, runs = [], {}
    for item in events:
        runs.setdefault(bisect_right(restarts, item[0]), []).append(item)
    held = before
    for number in range(min(runs, default=0) if not restarts else 0, len(restarts) + 1):
        items = sorted(runs.get(number, ()))
        if number and not items:
            continue  # not heard of: the PBX keeps its members from start to start
        if number:
            start = restarts[number - 1]
            stop = restarts[number] if number < len(restarts) else None
        else:
            start, stop = None, (restarts[0] if restarts else None)
        run = _Run(start, held if number else Before(), _resumed(items), sessions)
        _play(run, items)
        held = run.stop(stop) if number or not before.members else before
    return sessions


def _play(run, items):
    """Give a run its events second by second."""
    first, size = 0, len(items)
    while first < size:
        last = first + 1
        while last < size and items[last][0] == items[first][0]:
            last += 1
        run.second(items[first:last])
        first = last
