"""A month of an invented call floor, written as a PBX would write its queue_log.

Pure and deterministic: the same queue and day always give the same lines. Times are epoch
seconds; a day is the local day of the PBX. Shapes (agent names, pause pairs, late
dispositions, ratings, rings unanswered, transfers) follow the real log beside this file.
Callers queue first come, first served and give up after an exponential patience, so service
level and abandonment follow from staffing, as on a real floor.
"""

import bisect
import math
import random
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

HOUR = 3600
DAY = 24 * HOUR
PATIENCE_S = 100
QUEUE_TIMEOUT_S = 300
#: Share of a day's calls per half hour from 08:00 to 20:00: two humps around lunch.
CURVE = (3, 4, 6, 8, 9, 9, 8, 6, 4, 4, 5, 6, 8, 8, 7, 7, 6, 5, 5, 4, 3, 3, 2, 2)
WEEKDAY = (1.15, 1.05, 1.0, 0.98, 1.02, 0.62, 0.5)
CDR_TIME = re.compile(r'"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)"')
NUMBER_HEADS = ("138", "139", "158", "159", "186", "189", "199")


@dataclass(frozen=True)
class Surge:
    """Something that went wrong: from/to in seconds of the day, more calls, agents away."""

    start: int
    end: int
    volume: float = 1.0
    away: float = 0.0


@dataclass(frozen=True)
class QueuePlan:
    """One queue: weekday volume, calls at night, mean talk in seconds, extensions, outcomes."""

    name: str
    index: int
    volume: int
    talk_s: int
    agents: tuple
    dispositions: tuple
    night_volume: int = 0
    peak_days: tuple = ()
    weekly_surge: bool = True


@dataclass
class Agent:
    """An agent's day: windows of availability and the busy spells the calls made of it."""

    extension: int
    windows: list
    free_at: int = 0
    busy: list = field(default_factory=list)
    at: int = 0

    @property
    def name(self):
        """The member name, as CONNECT writes it."""
        return f"Agent/{self.extension}" if self.extension < 1013 else f"SIP/{self.extension}"

    @property
    def interface(self):
        """The interface, as ADDMEMBER writes it."""
        return f"Local/{self.extension}@agents/n"

    def ready(self, moment):
        """The first second from ``moment`` on when the agent can take a call, or infinity."""
        moment = max(moment, self.free_at)
        while self.at < len(self.windows) and self.windows[self.at][1] <= moment:
            self.at += 1
        if self.at == len(self.windows):
            return math.inf
        return max(moment, self.windows[self.at][0])

    def after_busy(self, moment):
        """``moment``, or the end of the call that runs across it."""
        place = bisect.bisect_right(self.busy, (moment, math.inf)) - 1
        if place >= 0 and self.busy[place][1] > moment:
            return self.busy[place][1]
        return moment


class Day:
    """One queue on one local day; ``lines()`` yields (epoch, text) in the order of events."""

    def __init__(self, plan, midnight, ordinal, surges=(), first=False):
        self.plan = plan
        self.midnight = midnight
        self.ordinal = ordinal
        self.surges = list(surges)
        self.first = first
        self.random = random.Random(f"{plan.name} {ordinal}")
        self.out = []
        self.sequence = plan.index * 100_000
        if plan.weekly_surge and self.random.random() < 0.25:
            start = self.random.choice((9, 10, 14, 15, 16)) * HOUR
            self.surges.append(Surge(start, start + HOUR, volume=1.6))

    def lines(self):
        agents = [self._agent(place) for place in range(len(self.plan.agents))]
        self.staff = [agent for agent in agents if agent.windows]
        for moment, number in self._arrivals():
            self._call(moment, number)
        for agent in self.staff:
            self._sessions(agent)
        return self.out

    def _say(self, moment, callid, agent, event, *data, queue=None):
        body = "|".join((callid, queue or self.plan.name, agent, event, *map(str, data)))
        self.out.append((moment, f"{moment}|{body}"))

    # -- who is there

    def _agent(self, place):
        """Five days of seven, early or late shift by week, two rotating night agents."""
        size = len(self.plan.agents)
        base = self.midnight
        windows = []
        if self.plan.night_volume and place in self._night(self.ordinal - 1, size):
            windows.append((base, base + 8 * HOUR))
        if self.plan.night_volume and place in self._night(self.ordinal, size):
            windows.append((base + 20 * HOUR, base + DAY))
        if not windows and (place + self.ordinal % 7) % 7 >= 2:
            windows = self._shift(place)
        return Agent(self.plan.agents[place], windows)

    @staticmethod
    def _night(ordinal, size):
        return {ordinal % size, (ordinal + size // 2) % size}

    def _shift(self, place):
        """A shift of eight and a half hours without its breaks, as windows."""
        late = (place + self.ordinal // 7) % 2
        rng = self.random
        start = self.midnight + (11.5 if late else 8) * HOUR + rng.randint(-240, 120)
        end = start + int(8.5 * HOUR) + rng.randint(0, 240)
        lunch = self.midnight + (14 if late else 11.5) * HOUR + rng.randrange(0, 3000, 300)
        cuts = [(lunch, lunch + rng.randint(1800, 2700)), self._short_break(start + 1.5 * HOUR)]
        cuts += [self._short_break(end - 2 * HOUR)]
        for surge in self.surges:
            if rng.random() < surge.away:
                cuts.append((self.midnight + surge.start, self.midnight + surge.end))
        return list(self._without(int(start), int(end), sorted(cuts)))

    def _short_break(self, moment):
        start = moment + self.random.randint(0, 2400)
        return start, start + self.random.randint(240, 900)

    @staticmethod
    def _without(start, end, cuts):
        for cut_start, cut_end in cuts:
            if start < cut_start < end:
                yield start, int(cut_start)
            start = max(start, int(cut_end)) if cut_start < end else start
        if start < end:
            yield start, end

    # -- who calls

    def _arrivals(self):
        """Yield (epoch, number) in order; callers who gave up are put back by ``_call``."""
        moments = []
        total = sum(CURVE)
        volume = self.plan.volume * WEEKDAY[self.ordinal % 7]
        if self.plan.peak_days and self._day_of_month() in self.plan.peak_days:
            volume *= 1.3
        for half, share in enumerate(CURVE):
            start = 8 * HOUR + half * 1800
            count = volume * share / total * self._surge_at(start)
            moments += [start + self.random.random() * 1800 for _n in range(self._poisson(count))]
        for _n in range(self._poisson(self.plan.night_volume)):
            moments.append((20 * HOUR + self.random.random() * 12 * HOUR) % DAY)
        self.pending = sorted((self.midnight + int(m), self._number()) for m in moments)
        place = 0
        while place < len(self.pending):
            yield self.pending[place]
            place += 1

    def _day_of_month(self):
        return date.fromordinal(self.ordinal + 1).day

    def _surge_at(self, second):
        return math.prod(s.volume for s in self.surges if s.start <= second < s.end)

    def _poisson(self, mean):
        return max(0, round(self.random.gauss(mean, math.sqrt(mean)))) if mean else 0

    def _number(self):
        if self.random.random() < 0.015:
            return "anonymous"
        head = self.random.choice(NUMBER_HEADS)
        return f"{head}0000{self.random.randrange(10_000):04d}"

    # -- a call

    def _call(self, moment, number):
        self.sequence += 1
        callid = f"{moment}.{self.sequence}"
        self._say(moment, callid, "NONE", "ENTERQUEUE", "", number, 1)
        agent = min(self.staff, key=lambda a: (a.ready(moment), a.free_at), default=None)
        start = agent.ready(moment) if agent else math.inf
        patience = int(self.random.expovariate(1 / PATIENCE_S)) + 1
        ring = self.random.randint(1, 5)
        if self.random.random() < 0.015:
            self._leave(callid, moment, min(patience, 15), "EXITWITHKEY", 9)
        elif start + ring - moment > QUEUE_TIMEOUT_S and patience > QUEUE_TIMEOUT_S:
            self._leave(callid, moment, QUEUE_TIMEOUT_S, "EXITWITHTIMEOUT")
        elif start + ring - moment > patience:
            self._leave(callid, moment, patience, "ABANDON")
            self._perhaps_again(moment + patience, number)
        else:
            self._answer(callid, agent, moment, start, ring)

    def _leave(self, callid, moment, wait, event, *first):
        self._say(moment + wait, callid, "NONE", event, *first, 1, 1, wait)

    def _perhaps_again(self, moment, number):
        """A third of those who gave up try again within half an hour."""
        again = moment + self.random.randint(60, 1800)
        if self.random.random() < 0.35 and again < self.midnight + DAY:
            bisect.insort(self.pending, (again, number))

    def _answer(self, callid, agent, moment, start, ring):
        rng = self.random
        if rng.random() < 0.04 and len(self.staff) > 1:
            start += 8
            other = rng.choice(self.staff)
            self._say(start, callid, other.name, "RINGNOANSWER", 8000)
        connect = start + ring
        talk = int(rng.lognormvariate(math.log(self.plan.talk_s), 0.55)) + 5
        end = connect + talk
        hold = connect - moment
        self._say(connect, callid, agent.name, "CONNECT", hold, f"{start}.{self.sequence}1", ring)
        if rng.random() < 0.03:
            self._say(end, callid, agent.name, "BLINDTRANSFER", 7101, "xfer", hold, talk, 1)
        else:
            event = "COMPLETEAGENT" if rng.random() < 0.62 else "COMPLETECALLER"
            self._say(end, callid, agent.name, event, hold, talk, 1)
        self._afterwards(callid, agent, start, end)

    def _afterwards(self, callid, agent, start, end):
        """Rating, late disposition and wrap-up; the agent is busy until the wrap-up ends."""
        rng = self.random
        if rng.random() < 0.2:
            score = rng.choice((5, 5, 5, 4, 4, 3, 2, 1))
            self._say(end + 2, callid, agent.name, "RATE", score)
        if rng.random() < 0.7:
            code = rng.choice(self.plan.dispositions)
            self._say(end + rng.randint(1, 6), callid, agent.name, "INFO", "DISPO", code)
        free = end + 2
        if rng.random() < 0.3:
            free = end + rng.randint(20, 90)
            self._say(end + 1, "NONE", agent.name, "PAUSE", "wrap-up")
            self._say(free, "NONE", agent.name, "UNPAUSE", "")
        agent.free_at = free
        agent.busy.append((start, free))

    # -- sessions

    def _sessions(self, agent):
        """Log in at the first window, out after the last, paused between them."""
        windows = agent.windows
        if windows[0][0] > self.midnight or self.first:
            self._say(windows[0][0], "MANAGER", agent.interface, "ADDMEMBER", "")
        for (_start, stop), (resume, _end) in pairwise(windows):
            stop = agent.after_busy(stop)
            if resume - stop > 4 * HOUR:
                self._say(stop, "MANAGER", agent.interface, "REMOVEMEMBER", "")
                self._say(resume, "MANAGER", agent.interface, "ADDMEMBER", "")
            elif resume > stop:
                self._pause(agent, stop, resume)
        if windows[-1][1] < self.midnight + DAY:
            leave = agent.after_busy(windows[-1][1])
            self._say(leave, "MANAGER", agent.interface, "REMOVEMEMBER", "")

    def _pause(self, agent, stop, resume):
        """PAUSEALL and its PAUSE per queue, as app_queue writes them."""
        reason = "lunch" if resume - stop > 1500 else self.random.choice(("restroom", "coaching"))
        self._say(stop, "NONE", agent.name, "PAUSEALL", reason, queue="NONE")
        self._say(stop, "NONE", agent.name, "PAUSE", reason)
        self._say(resume, "NONE", agent.name, "UNPAUSEALL", "", queue="NONE")
        self._say(resume, "NONE", agent.name, "UNPAUSE", "")


def make_days(plans, days, surges=None, until=None):
    """Return the log of ``days`` as a list of lines in the order of time.

    :param days: (epoch of local midnight, proleptic ordinal - 1 so that % 7 is Monday = 0) pairs
    :param surges: {(queue name, midnight): [Surge]}
    :param until: epoch after which nothing was written yet, or None

    >>> plan = QueuePlan("q", 1, 40, 120, tuple(range(1001, 1006)), ("OK",))
    >>> log = make_days([plan], [(1_790_000_000, 739_000)])
    >>> log == make_days([plan], [(1_790_000_000, 739_000)])
    True
    >>> sum("|ENTERQUEUE|" in line for line in log) > 20
    True
    >>> times = [int(line.split("|")[0]) for line in log]
    >>> times == sorted(times)
    True
    """
    written = []
    for place, (midnight, ordinal) in enumerate(days):
        for plan in plans:
            upsets = (surges or {}).get((plan.name, midnight), ())
            written += Day(plan, midnight, ordinal, upsets, first=not place).lines()
    written.sort(key=lambda pair: pair[0])
    return _cut(written, until) if until else [text for _moment, text in written]


def _cut(written, until):
    """Leave out what is after ``until`` and the calls that had not ended by then."""
    unfinished = {text.split("|", 2)[1] for moment, text in written if moment > until}
    unfinished -= {"NONE", "MANAGER"}
    return [
        text
        for moment, text in written
        if moment <= until and text.split("|", 2)[1] not in unfinished
    ]


def shift_log(lines, seconds):
    """Move a queue_log by ``seconds``; the ids of the calls stay, recordings carry them.

    >>> shift_log(["1795461434|1795461430.1|q|NONE|ENTERQUEUE||1|1"], -60)
    ['1795461374|1795461430.1|q|NONE|ENTERQUEUE||1|1']
    """
    moved = []
    for line in lines:
        moment, rest = line.split("|", 1)
        moved.append(f"{int(moment) + seconds}|{rest}")
    return moved


def shift_cdr(text, seconds):
    """Move the three local times (start, answer, end) of CDR rows by ``seconds``.

    >>> shift_cdr('"1380","q","2026-11-24 03:17:20","","2026-11-24 03:17:24","1"', 60)
    '"1380","q","2026-11-24 03:18:20","","2026-11-24 03:18:24","1"'
    """
    step = timedelta(seconds=seconds)
    return CDR_TIME.sub(lambda m: f'"{datetime.fromisoformat(m[1]) + step}"', text)
