"""The core on a real log: each visit against the truth of the callers' side."""

from collections import Counter, defaultdict

from odoo.addons.ops_callcenter.core.agent_name import extension
from odoo.addons.ops_callcenter.core.queue_calls import RELEVANT, assemble
from odoo.addons.ops_callcenter.tests import run_a


def visits():
    events, restarts = defaultdict(list), []
    for line in run_a.lines():
        epoch, callid, queue, agent, event, data = line.rstrip("\n").split("|", 5)
        if event == "QUEUESTART":
            restarts.append(float(epoch))
        elif event in RELEVANT:
            events[callid].append((float(epoch), queue, agent, event, data))
    return {
        (callid, visit.queue, visit.number): visit
        for callid, found in events.items()
        for visit in assemble(found, restarts)
    }


def test_every_visit_agrees_with_the_truth():
    found, truth, explained = visits(), run_a.truth_visits(), Counter()
    assert found.keys() == truth.keys()
    for key, visit in found.items():
        row = truth[key]
        name = run_a.quirk(row, visit.outcome, visit.ended_by)
        assert name is not None, (key, row["end_kind"], visit.outcome, visit.ended_by)
        explained[name] += 1
        if visit.outcome == "answered":
            assert extension(visit.agent) == row["agent"]
            assert not run_a.differs(visit.wait_s, row["wait_s"]), (key, visit.wait_s, row)
            assert not run_a.differs(visit.talk_s, row["talk_s"]), (key, visit.talk_s, row)
        elif not name:
            assert not run_a.differs(visit.wait_s, row["wait_s"]), (key, visit.wait_s, row)
    assert explained == {
        "": 1679,
        "consultation channel ended while waiting": 3,
        "restart hung every call up first": 21,
        "caller gave up in the second the key was taken": 1,
    }


def test_ratings_and_dispositions_reach_their_call():
    found, truth = visits(), run_a.truth_visits()
    ratings = {key: visit.rating for key, visit in found.items() if visit.rating is not None}
    expected = {key: int(row["csat_digit"]) for key, row in truth.items() if row["csat_digit"]}
    # The customer rated the colleague, under the id of the first conversation (quirk 4).
    transferred = ("1795462245.1099", "q_bank_card", 1), ("1795462261.1283", "q_logistics", 1)
    assert ratings.pop(transferred[0]) == expected.pop(transferred[1])
    assert ratings == expected
    wrong = {
        key: (visit.disposition, truth[key]["disposition"])
        for key, visit in found.items()
        if visit.disposition != truth[key]["disposition"]
    }
    # Asterisk was restarted a second after this call: the disposition never reached its log.
    assert wrong == {("1795462115.6195", "q_bank_card", 1): ("", "ESCALATE")}
