"""Traps of another log, each worked out by hand from the definitions and not from the code.

A crash (no ends in the log, only the next QUEUESTART), agents who come back without a new login,
an attended transfer to a queue under another channel id, dispositions that arrive late. Every
vector holds whatever the order of the lines.
"""

from random import Random

import pytest

from odoo.addons.ops_callcenter.core.agent_sessions import sessions_of
from odoo.addons.ops_callcenter.core.consultations import parents
from odoo.addons.ops_callcenter.core.queue_calls import assemble
from odoo.addons.ops_callcenter.core.queue_log import FileParser

#: The PBX dies a little after 200 and starts again at 260.
CRASH = 260.0


def enter(at, queue="care", number="13800004087"):
    return (at, queue, "NONE", "ENTERQUEUE", f"|{number}|1")


def connect(at, hold, agent="Agent/1001", queue="care"):
    return (at, queue, agent, "CONNECT", f"{hold}|9.9|2")


def done(at, hold, talk, agent="Agent/1001", queue="care", event="COMPLETECALLER"):
    return (at, queue, agent, event, f"{hold}|{talk}|1")


def info(at, code, agent="Agent/1001", queue="care"):
    return (at, queue, agent, "INFO", f"DISPO|{code}")


def visits(events, restarts=()):
    """Visits of one call, the same whatever the order of the lines."""
    found = assemble(events, restarts)
    for seed in range(5):
        mixed = list(events)
        Random(seed).shuffle(mixed)
        assert list(map(_plain, assemble(mixed, restarts))) == list(map(_plain, found))
    return found


def _plain(visit):
    return [getattr(visit, name) for name in visit.__slots__]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # Waiting at the crash: cut, by the PBX, after having waited up to the start.
        ([enter(180.0)], ("cut", "pbx", 80, None)),
        # It rang at an agent who did not answer, and was still waiting.
        (
            [enter(180.0), (190.0, "care", "Agent/1001", "RINGNOANSWER", "8000")],
            ("cut", "pbx", 80, None),
        ),
        # In conversation at the crash: answered once CONNECT is seen, whatever follows.
        ([enter(180.0), connect(186.0, 6)], ("answered", "pbx", 6, 74)),
        # Ended long before the crash: the crash has nothing to do with it.
        ([enter(100.0), connect(104.0, 4), done(150.0, 4, 46)], ("answered", "caller", 4, 46)),
        # Gave up long before the crash.
        (
            [enter(100.0), (130.0, "care", "NONE", "ABANDON", "1|1|30")],
            ("abandoned", "caller", 30, None),
        ),
        # Entered after the start, still waiting at the end of the log.
        ([enter(270.0)], ("open", "", None, None)),
        # Answered after the start, still talking at the end of the log.
        ([enter(270.0), connect(275.0, 5)], ("answered", "", 5, None)),
        # Entered in the second of the start, hence after it.
        ([enter(CRASH), connect(264.0, 4), done(280.0, 4, 16)], ("answered", "caller", 4, 16)),
    ],
)
def test_a_crash_cuts_only_who_was_still_waiting(events, expected):
    (visit,) = visits(events, [10.0, CRASH])
    assert (visit.outcome, visit.ended_by, visit.wait_s, visit.talk_s) == expected


def test_the_next_start_counts_not_the_last():
    (visit,) = visits([enter(180.0)], [10.0, 260.0, 265.0, 900.0])
    assert (visit.outcome, visit.end_at, visit.wait_s) == ("cut", 260.0, 80)


def test_a_transferred_call_is_cut_in_its_second_queue_only():
    found = visits(
        [
            enter(100.0),
            connect(104.0, 4),
            (130.0, "care", "Agent/1001", "BLINDTRANSFER", "8002|queues|4|26|1"),
            enter(131.0, queue="bank"),
        ],
        [10.0, CRASH],
    )
    assert [(v.queue, v.outcome, v.ended_by, v.wait_s, v.talk_s, v.target) for v in found] == [
        ("care", "answered", "blind_transfer", 4, 26, "8002"),
        ("bank", "cut", "pbx", 129, None, ""),
    ]


@pytest.mark.parametrize("head", ["1795461500|17954", "1795461500|7.1|q|Agent/1001|COMPLETEAG", ""])
def test_a_start_behind_a_line_cut_off_by_the_crash_is_seen(head):
    """Asterisk appends: what it writes after the crash stands behind the broken line."""
    parser = FileParser()
    start = "1795461560|NONE|NONE|NONE|QUEUESTART|"
    text, rejects = parser.parse([head + start, "1795461561|8.1|q|NONE|ENTERQUEUE||138|1"], 4)
    assert [line.split("\t")[5] for line in text.splitlines()] == ["QUEUESTART", "ENTERQUEUE"]
    assert text.startswith("4\t2026-11-23 19:19:20\tNONE\tNONE\tNONE\tQUEUESTART\t")
    assert [(line_no, raw, code) for line_no, raw, code, _detail in rejects] == (
        [(4, head, "truncated")] if head else []
    )


# -- agents who come back

LOGIN = (10.0, "care", "Local/1001@agents/n", "ADDMEMBER", "")
LOGIN_BANK = (12.0, "bank", "Local/1001@agents/n", "ADDMEMBER", "")
LOGOUT = (400.0, "care", "Local/1001@agents/n", "REMOVEMEMBER", "")
LOGOUT_BANK = (410.0, "bank", "Local/1001@agents/n", "REMOVEMEMBER", "")


def sign(at):
    return (at, "", "Agent/1001", "", "")


def stretches(events, restarts):
    """Sessions by start, whatever the order of the events."""
    found = None
    for seed in range(5):
        mixed = list(events)
        Random(seed).shuffle(mixed)
        rows = sorted(
            ((s.kind, s.reason, s.queues, s.start, s.end, s.ended_by) for s in
             sessions_of(mixed, restarts)),
            key=lambda row: (row[3], row[0]),
        )  # fmt: skip
        assert found is None or rows == found
        found = rows
    return found


def test_a_member_is_back_from_the_start_on_without_a_login():
    assert stretches([LOGIN, LOGIN_BANK, sign(290.0), LOGOUT, LOGOUT_BANK], [5.0, CRASH]) == [
        ("login", "", "bank, care", 10.0, CRASH, "pbx"),
        ("login", "", "bank, care", CRASH, 410.0, "agent"),
    ]


def test_a_member_nobody_saw_again_is_not_logged_in_for_ever():
    assert stretches([LOGIN], [5.0, CRASH]) == [("login", "", "care", 10.0, CRASH, "pbx")]


def test_a_pause_outlives_the_crash_until_its_end_is_logged():
    events = [
        LOGIN,
        (100.0, "NONE", "Agent/1001", "PAUSEALL", "lunch"),
        (100.0, "care", "Agent/1001", "PAUSE", "lunch"),
        (300.0, "NONE", "Agent/1001", "UNPAUSEALL", ""),
        (300.0, "care", "Agent/1001", "UNPAUSE", ""),
        LOGOUT,
    ]
    assert stretches(events, [5.0, CRASH]) == [
        ("login", "", "care", 10.0, CRASH, "pbx"),
        ("pause", "lunch", "care", 100.0, CRASH, "pbx"),
        ("login", "", "care", CRASH, 400.0, "agent"),
        ("pause", "lunch", "care", CRASH, 300.0, "agent"),
    ]


def test_a_login_after_the_crash_is_one_from_then_on():
    again = (290.0, "care", "Local/1001@agents/n", "ADDMEMBER", "")
    assert stretches([LOGIN, again, sign(295.0), LOGOUT], [5.0, CRASH]) == [
        ("login", "", "care", 10.0, CRASH, "pbx"),
        ("login", "", "care", 290.0, 400.0, "agent"),
    ]


def test_who_left_before_the_crash_and_logs_in_after_it():
    left = (150.0, "care", "Local/1001@agents/n", "REMOVEMEMBER", "")
    again = (290.0, "care", "Local/1001@agents/n", "ADDMEMBER", "")
    assert stretches([LOGIN, left, again, LOGOUT], [5.0, CRASH]) == [
        ("login", "", "care", 10.0, 150.0, "agent"),
        ("login", "", "care", 290.0, 400.0, "agent"),
    ]


def test_membership_lasts_through_starts_in_a_row():
    """The PBX starts three times before the agent is heard of; nobody removed the member."""
    events = [
        LOGIN,
        LOGIN_BANK,
        (100.0, "NONE", "Agent/1001", "PAUSEALL", "lunch"),
        (280.0, "NONE", "Agent/1001", "UNPAUSEALL", ""),
        LOGOUT,
        LOGOUT_BANK,
    ]
    assert stretches(events, [5.0, 260.0, 263.0, 266.0]) == [
        ("login", "", "bank, care", 10.0, 260.0, "pbx"),
        ("pause", "lunch", "", 100.0, 260.0, "pbx"),
        ("login", "", "bank, care", 266.0, 410.0, "agent"),
        ("pause", "lunch", "", 266.0, 280.0, "agent"),
    ]


# -- attended transfer to a queue


def test_an_attended_transfer_to_a_queue_is_two_calls():
    """The customer's call ends with the transfer; the consulting channel is the second visit,
    and giving up there after the transfer is logged under the second id."""
    (first,) = visits(
        [
            enter(100.0),
            connect(109.0, 9),
            (132.0, "care", "Agent/1001", "ATTENDEDTRANSFER", "BRIDGE|f89|9|23|2"),
        ]
    )
    assert (first.outcome, first.ended_by, first.wait_s, first.talk_s, first.end_at) == (
        "answered", "attended_transfer", 9, 23, 132.0,
    )  # fmt: skip
    (second,) = visits(
        [
            enter(124.0, queue="bank", number="8001"),
            (150.0, "bank", "NONE", "ABANDON", "1|6|26"),
        ]
    )
    assert (second.caller, second.outcome, second.ended_by, second.wait_s) == (
        "8001", "abandoned", "caller", 26,
    )  # fmt: skip
    assert parents([(124.0, 2, "7.9")], [(100.0, 109.0, 132.0, 1, "7.1")]) == {2: 1}


@pytest.mark.parametrize("data", ["BRIDGE|f89|9|23|2", "APP|Queue|9|23|2", "LINK|f89|f90|9|23|2"])
def test_hold_and_talk_of_an_attended_transfer_are_read_from_the_right(data):
    event = (132.0, "care", "Agent/1001", "ATTENDEDTRANSFER", data)
    (visit,) = visits([enter(100.0), connect(109.0, 9), event])
    assert (visit.wait_s, visit.talk_s, visit.ended_by) == (9, 23, "attended_transfer")


def test_an_attended_transfer_after_its_own_completion_is_the_transfer():
    events = [
        enter(100.0),
        connect(109.0, 9),
        done(132.0, 9, 23, event="COMPLETEAGENT"),
        (133.0, "care", "Agent/1001", "ATTENDEDTRANSFER", "BRIDGE|f89|9|24|2"),
    ]
    (visit,) = visits(events)
    assert (visit.outcome, visit.ended_by, visit.talk_s) == ("answered", "attended_transfer", 24)


# -- late dispositions


def test_a_disposition_after_the_next_call_was_taken_belongs_to_its_own_call():
    call = [enter(100.0), connect(104.0, 4), done(150.0, 4, 46)]
    (visit,) = visits([*call, info(163.0, "BILL")])
    assert visit.disposition == "BILL"


def test_the_last_disposition_counts():
    call = [enter(100.0), connect(104.0, 4), done(150.0, 4, 46)]
    (visit,) = visits([*call, info(151.0, "OTHER"), info(900.0, "BILL")])
    assert visit.disposition == "BILL"


def test_a_disposition_comes_after_the_crash():
    call = [enter(180.0), connect(186.0, 6)]
    (visit,) = visits([*call, info(300.0, "FAULT")], [CRASH])
    assert (visit.outcome, visit.ended_by, visit.disposition) == ("answered", "pbx", "FAULT")


def test_each_agent_of_a_transferred_call_disposes_of_his_own_part():
    """The first agent is late: his code comes while the second already talks."""
    found = visits(
        [
            enter(100.0),
            connect(104.0, 4),
            (130.0, "care", "Agent/1001", "BLINDTRANSFER", "8002|queues|4|26|1"),
            enter(131.0, queue="bank"),
            connect(135.0, 4, agent="Agent/1026", queue="bank"),
            info(140.0, "TRANSFER"),
            done(170.0, 4, 35, agent="Agent/1026", queue="bank"),
            info(175.0, "LIMIT", agent="Agent/1026", queue="bank"),
        ]
    )
    assert [(v.queue, v.disposition) for v in found] == [("care", "TRANSFER"), ("bank", "LIMIT")]


def test_a_disposition_comes_while_the_caller_waits_again():
    """The caller is back in the same queue and will get the same agent; the code is of before."""
    found = visits(
        [
            enter(100.0),
            connect(104.0, 4),
            (130.0, "care", "Agent/1001", "BLINDTRANSFER", "8001|queues|4|26|1"),
            enter(131.0),
            info(133.0, "FIRST"),
            connect(140.0, 9),
            done(170.0, 9, 30),
            info(176.0, "SECOND"),
        ]
    )
    assert [(v.number, v.disposition) for v in found] == [(1, "FIRST"), (2, "SECOND")]


@pytest.mark.parametrize(
    ("agent", "queue"),
    [("NONE", "NONE"), ("NONE", "care"), ("SIP/1001", "NONE"), ("Local/1001@agents/n", "CMP_A")],
)
def test_a_disposition_written_without_the_queue_or_by_another_name(agent, queue):
    """A script writes it with the call id only: there is one conversation it can mean."""
    call = [enter(100.0), connect(104.0, 4), done(150.0, 4, 46)]
    (visit,) = visits([*call, info(163.0, "BILL", agent=agent, queue=queue)])
    assert visit.disposition == "BILL"
