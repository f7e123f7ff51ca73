"""Sessions and pauses of agents, alone and against the truth of run A."""

from collections import Counter, defaultdict

from odoo.addons.ops_callcenter.core.agent_name import extension
from odoo.addons.ops_callcenter.core.agent_sessions import RELEVANT, Before, sessions_of
from odoo.addons.ops_callcenter.tests import run_a

IN = (10.0, "q", "Local/1001@agents/n", "ADDMEMBER", "")
OUT = (90.0, "q", "Local/1001@agents/n", "REMOVEMEMBER", "")


def short(sessions):
    return [(s.kind, s.reason, s.start, s.end, s.ended_by) for s in sessions]


def test_pause_of_all_queues_counts_once():
    events = [
        IN,
        (10.0, "r", "Local/1001@agents/n", "ADDMEMBER", ""),
        (20.0, "NONE", "Agent/1001", "PAUSEALL", "lunch"),
        (20.0, "q", "Agent/1001", "PAUSE", "lunch"),
        (20.0, "r", "Agent/1001", "PAUSE", "lunch"),
        (50.0, "NONE", "Agent/1001", "UNPAUSEALL", ""),
        (50.0, "q", "Agent/1001", "UNPAUSE", ""),
        (50.0, "r", "Agent/1001", "UNPAUSE", ""),
        OUT,
        (90.0, "r", "Local/1001@agents/n", "REMOVEMEMBER", ""),
    ]
    assert short(sessions_of(events)) == [
        ("pause", "lunch", 20.0, 50.0, "agent"),
        ("login", "", 10.0, 90.0, "agent"),
    ]


def test_what_is_open_at_the_end_stays_open():
    found = sessions_of([IN, (20.0, "q", "Agent/1001", "PAUSE", "lunch")])
    assert short(found) == [("pause", "lunch", 20.0, None, ""), ("login", "", 10.0, None, "")]


def test_leaving_while_paused_ends_the_pause():
    found = sessions_of([IN, (20.0, "q", "Agent/1001", "PAUSE", "lunch"), OUT])
    assert short(found)[0] == ("pause", "lunch", 20.0, 90.0, "agent")


def test_back_after_a_restart_without_a_login():
    sign = (70.0, "q", "Agent/1001", "", "")
    assert short(sessions_of([IN, sign, OUT], [50.0])) == [
        ("login", "", 10.0, 50.0, "pbx"),
        ("login", "", 50.0, 90.0, "agent"),
    ]
    assert short(sessions_of([IN], [50.0])) == [("login", "", 10.0, 50.0, "pbx")]


def test_a_pause_goes_on_over_a_restart_when_its_end_is_seen():
    events = [
        IN,
        (40.0, "q", "Agent/1001", "PAUSE", "lunch"),
        (60.0, "q", "Agent/1001", "UNPAUSE", ""),
        OUT,
    ]
    pauses = [s for s in short(sessions_of(events, [50.0])) if s[0] == "pause"]
    assert pauses == [
        ("pause", "lunch", 40.0, 50.0, "pbx"),
        ("pause", "lunch", 50.0, 60.0, "agent"),
    ]


def test_a_run_drawn_anew_knows_what_held_before():
    events = [(60.0, "q", "Agent/1001", "UNPAUSE", ""), OUT]
    before = Before(frozenset({"q"}), {"q": "lunch"})
    assert short(sessions_of(events, [50.0], before)) == [
        ("pause", "lunch", 50.0, 60.0, "agent"),
        ("login", "", 50.0, 90.0, "agent"),
    ]


def test_a_call_ending_after_the_logout_is_no_login():
    sign = (95.0, "q", "Agent/1001", "", "")
    assert len(sessions_of([IN, OUT, sign])) == 1


def _logged():
    events, restarts, signs = defaultdict(list), [], set()
    for line in run_a.lines():
        epoch, _callid, queue, agent, event, data = line.rstrip("\n").split("|", 5)
        at, key = float(epoch), extension(agent)
        if event == "QUEUESTART":
            restarts.append(at)
        elif event in RELEVANT:
            events[key].append((at, queue, agent, event, data))
        elif event in ("CONNECT", "RINGNOANSWER") and (key, len(restarts)) not in signs:
            signs.add((key, len(restarts)))
            events[key].append((at, queue, agent, "", ""))
    return events, restarts, at


def _true():
    """Seconds logged in and paused as the generator ordered them, by agent."""
    members, paused, since, totals = (
        defaultdict(set), defaultdict(set), {}, defaultdict(Counter),
    )  # fmt: skip
    for row in run_a.rows("truth_agents.csv"):
        agent, at, queue = row["agent"], float(row["t"]), row["queue"]
        queues = set(members[agent]) if queue == "ALL" else {queue}
        if row["action"] == "login":
            members[agent] |= queues
        elif row["action"] == "logout":
            members[agent] -= queues
            paused[agent] &= members[agent]
        elif row["action"] == "pause":
            paused[agent] |= queues & members[agent]
        elif row["action"] == "unpause":
            paused[agent] -= queues
        for kind, on in (("login", members[agent]), ("pause", paused[agent])):
            if on:
                since.setdefault((agent, kind), at)
            elif (agent, kind) in since:
                totals[agent][kind] += at - since.pop((agent, kind))
    return totals, since


def test_time_logged_in_and_paused_agrees_with_the_truth():
    events, restarts, last = _logged()
    totals, still = _true()
    for (agent, kind), at in still.items():
        totals[agent][kind] += last - at
    for agent, found in events.items():
        if agent not in totals:
            continue
        sums, stretches = Counter(), Counter()
        for session in sessions_of(found, restarts):
            sums[session.kind] += (last if session.end is None else session.end) - session.start
            stretches[session.kind] += 1
        for kind in ("login", "pause"):
            # Each stretch begins and ends in whole seconds.
            allowed = 1 + stretches[kind] ** 0.5 * 2
            assert abs(sums[kind] - totals[agent][kind]) <= allowed, (agent, kind, sums)
