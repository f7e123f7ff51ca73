"""Every trap of the queue log, one by one, and that the order of lines never matters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.ops_callcenter.core.queue_calls import assemble

ENTER = (10.0, "q", "NONE", "ENTERQUEUE", "|13800004087|1")
CONNECT = (14.0, "q", "Agent/1001", "CONNECT", "4|9.2|2")
DONE = (34.0, "q", "Agent/1001", "COMPLETEAGENT", "4|20|1")


def short(visits):
    """What the contract of ``ops.call`` names, without the texts of the log."""
    return [(v.queue, v.number, v.wait_s, v.talk_s, v.outcome, v.ended_by) for v in visits]


def one(*events, restarts=()):
    (visit,) = assemble(events, restarts)
    return visit


def test_hold_of_connect_counts():
    visit = one(ENTER, CONNECT, (34.0, "q", "Agent/1001", "COMPLETEAGENT", "5|20|1"))
    assert (visit.wait_s, visit.ring_s, visit.talk_s, visit.position) == (4, 2, 20, 1)


def test_entry_without_position():
    visit = one((10.0, "q", "NONE", "ENTERQUEUE", "|138"), CONNECT, DONE)
    assert (visit.position, visit.caller, visit.outcome) == (None, "138", "answered")


def test_connect_without_ring_time():
    assert one(ENTER, (14.0, "q", "Agent/1001", "CONNECT", "4|9.2"), DONE).ring_s is None


@pytest.mark.parametrize(
    ("event", "data", "outcome", "ended_by", "wait"),
    [
        ("ABANDON", "1|1|7", "abandoned", "caller", 7),
        ("EXITWITHTIMEOUT", "1|1|30", "timeout", "", 30),
        ("EXITEMPTY", "1|1|0", "empty", "", 0),
        ("EXITWITHKEY", "9|1|1|6", "key", "", 6),
        ("WITHDRAW", "1|1|8|sold out", "withdrawn", "", 8),
        ("ABANDON", "1|1", "abandoned", "caller", 10),
    ],
)
def test_ends_without_an_agent(event, data, outcome, ended_by, wait):
    visit = one(ENTER, (20.0, "q", "NONE", event, data))
    assert short([visit]) == [("q", 1, wait, None, outcome, ended_by)]


def test_abandon_that_names_an_agent_is_abandoned():
    visit = one(ENTER, (20.0, "q", "Agent/1006", "ABANDON", "1|1|10"))
    assert (visit.outcome, visit.ended_by, visit.agent) == ("abandoned", "caller", "")


@pytest.mark.parametrize(
    ("event", "data", "ended_by", "target"),
    [
        ("BLINDTRANSFER", "7101|xfer|4|20|1", "blind_transfer", "7101"),
        ("TRANSFER", "7101|xfer|4|20|1", "blind_transfer", "7101"),
        ("ATTENDEDTRANSFER", "BRIDGE|uuid|4|20|1", "attended_transfer", ""),
        ("ATTENDEDTRANSFER", "APP|Dial|4|20|1", "attended_transfer", "Dial"),
        ("ATTENDEDTRANSFER", "LINK|a|b|4|20|1", "attended_transfer", ""),
        ("COMPLETECALLER", "4|20|1", "caller", ""),
    ],
)
def test_ends_of_a_conversation(event, data, ended_by, target):
    visit = one(ENTER, CONNECT, (34.0, "q", "Agent/1001", event, data))
    assert (visit.outcome, visit.ended_by, visit.target) == ("answered", ended_by, target)
    assert (visit.wait_s, visit.talk_s) == (4, 20)


@pytest.mark.parametrize("later", [0.0, 2.0])
def test_attended_transfer_wins_over_complete_agent(later):
    transfer = (34.0 + later, "q", "Agent/1001", "ATTENDEDTRANSFER", "BRIDGE|uuid|4|22|1")
    for events in ((ENTER, CONNECT, DONE, transfer), (transfer, DONE, CONNECT, ENTER)):
        visit = one(*events)
        assert (visit.ended_by, visit.talk_s) == ("attended_transfer", 22)


def test_two_queues_and_the_same_queue_again():
    events = [
        ENTER,
        (20.0, "q", "NONE", "EXITWITHTIMEOUT", "1|1|10"),
        (20.0, "r", "NONE", "ENTERQUEUE", "|13800004087|1"),
        (25.0, "r", "NONE", "EXITWITHTIMEOUT", "1|1|5"),
        (25.0, "q", "NONE", "ENTERQUEUE", "|13800004087|2"),
        (30.0, "q", "NONE", "ABANDON", "1|2|5"),
    ]
    assert short(assemble(events)) == [
        ("q", 1, 10, None, "timeout", ""),
        ("r", 1, 5, None, "timeout", ""),
        ("q", 2, 5, None, "abandoned", "caller"),
    ]


def test_left_and_back_within_one_second():
    events = [
        ENTER,
        (20.0, "q", "NONE", "EXITWITHTIMEOUT", "1|1|10"),
        (20.0, "q", "NONE", "ENTERQUEUE", "|13800004087|1"),
        (20.0, "q", "NONE", "ABANDON", "1|1|0"),
    ]
    assert [v[2:5:2] for v in short(assemble(events))] == [(10, "timeout"), (0, "abandoned")]


def test_crash_cuts_who_waits_and_ends_who_talks():
    waiting, talking = one(ENTER, restarts=[40.0]), one(ENTER, CONNECT, restarts=[40.0])
    assert short([waiting]) == [("q", 1, 30, None, "cut", "pbx")]
    assert short([talking]) == [("q", 1, 4, 26, "answered", "pbx")]


def test_open_only_while_nothing_later_is_known():
    assert short([one(ENTER)]) == [("q", 1, None, None, "open", "")]
    assert short([one(ENTER, CONNECT)]) == [("q", 1, 4, None, "answered", "")]
    assert one(ENTER, restarts=[5.0]).outcome == "open"


def test_hang_ups_just_before_a_start_are_the_pbx_s():
    assert one(ENTER, CONNECT, DONE, restarts=[35.0]).ended_by == "pbx"
    assert one(ENTER, CONNECT, DONE, restarts=[36.0]).ended_by == "agent"
    assert one(ENTER, (34.0, "q", "NONE", "ABANDON", "1|1|24"), restarts=[35.0]).ended_by == "pbx"


def test_log_that_starts_in_mid_call_waits_for_the_rest():
    assert assemble([CONNECT, DONE]) == []
    assert short(assemble([CONNECT, DONE, ENTER])) == [("q", 1, 4, 20, "answered", "agent")]


def test_clock_set_back_between_entry_and_answer():
    events = (
        (100.0, "q", "NONE", "ENTERQUEUE", "|138|1"),
        (94.0, "q", "Agent/1001", "CONNECT", "4|9.2|2"),
        (99.0, "q", "Agent/1001", "COMPLETECALLER", "4|5|1"),
    )
    visit = one(*events)
    assert (visit.outcome, visit.wait_s, visit.talk_s) == ("answered", 4, 5)
    assert (visit.agent, visit.end_at - visit.enter_at) == ("Agent/1001", 9)


def test_lost_connect_is_told_by_the_end():
    visit = one(ENTER, DONE)
    assert (visit.outcome, visit.agent, visit.wait_s, visit.talk_s) == (
        "answered", "Agent/1001", 4, 20,
    )  # fmt: skip


def test_late_dispositions_and_ratings():
    later = (90.0, "q", "Agent/1001", "INFO", "DISPO|SOLD")
    visit = one(ENTER, CONNECT, DONE, later, (40.0, "q", "Agent/1001", "RATE", "5"))
    assert (visit.disposition, visit.rating) == ("SOLD", 5)
    assert assemble([(90.0, "CMP_A", "SIP/1020", "INFO", "DISPO|SOLD")]) == []


def test_rings_not_answered_are_counted():
    rung = (12.0, "q", "Agent/1002", "RINGNOANSWER", "8000")
    assert one(ENTER, rung, CONNECT, DONE).rings == 1


def test_unknown_and_damaged_events_change_nothing():
    odd = (11.0, "q", "NONE", "WRAPUPSTART", "x"), (14.0, "q", "Agent/1001", "CONNECT", "x|y|z")
    visit = one(ENTER, *odd, DONE)
    assert (visit.wait_s, visit.ring_s, visit.outcome) == (4, None, "answered")


@st.composite
def calls(draw):
    """The events of a call that visits up to three queues, some in the same second."""
    at, events = 100.0, []
    for _visit in range(draw(st.integers(1, 3))):
        queue = draw(st.sampled_from("qr"))
        wait, talk = draw(st.integers(0, 3)), draw(st.integers(0, 3))
        events.append((at, queue, "NONE", "ENTERQUEUE", "|13800004087|1"))
        if draw(st.booleans()):
            at += wait
            events.append((at, queue, "Agent/1001", "CONNECT", f"{wait}|9.2|0"))
            end = draw(st.sampled_from(("COMPLETEAGENT", "COMPLETECALLER")))
            at += talk
            events.append((at, queue, "Agent/1001", end, f"{wait}|{talk}|1"))
        else:
            at += wait
            events.append((at, queue, "NONE", "ABANDON", f"1|1|{wait}"))
        at += draw(st.integers(0, 1))
    return events


@settings(max_examples=200, deadline=None)
@given(calls(), st.randoms(use_true_random=False), st.lists(st.integers(95, 130), max_size=2))
def test_order_of_lines_never_matters(events, random, restarts):
    unique = list(dict.fromkeys(events))
    expected = short(assemble(unique, sorted(restarts)))
    random.shuffle(unique)
    assert short(assemble(unique, sorted(restarts))) == expected


@settings(max_examples=200, deadline=None)
@given(calls())
def test_every_entry_is_one_visit_in_the_order_of_time(events):
    unique = list(dict.fromkeys(events))
    visits = assemble(unique)
    assert len(visits) == sum(1 for event in unique if event[3] == "ENTERQUEUE")
    assert [v.enter_at for v in visits] == sorted(v.enter_at for v in visits)
