"""Traps of another log, fed whole and in pieces: the same must come of both."""

from odoo.tests import tagged

from .common_queue_log import QueueLogCase

START = 1795461000
#: The PBX crashes in the middle of a line and starts three times; nobody logs in again.
LOG = (
    "0|NONE|NONE|NONE|QUEUESTART|",
    "1|MANAGER|care|Local/1001@agents/n|ADDMEMBER|",
    "2|MANAGER|bank|Local/1001@agents/n|ADDMEMBER|",
    "10|7.1|care|NONE|ENTERQUEUE||13800004087|1",
    "14|7.1|care|Agent/1001|CONNECT|4|7.2|2",
    "20|7.3|care|NONE|ENTERQUEUE||13800004088|1",
    "100|NONE|NONE|NONE|QUEUESTART|",
    "103|NONE|NONE|NONE|QUEUESTART|",
    "106|NONE|NONE|NONE|QUEUESTART|",
    "120|7.1|care|Agent/1001|INFO|DISPO|LATE",
    "130|8.1|bank|NONE|ENTERQUEUE||13800004088|1",
    "133|8.1|bank|Agent/1001|CONNECT|3|8.2|1",
    "150|8.1|bank|Agent/1001|COMPLETEAGENT|3|17|1",
    "200|MANAGER|care|Local/1001@agents/n|REMOVEMEMBER|",
    "200|MANAGER|bank|Local/1001@agents/n|REMOVEMEMBER|",
)
#: By hand: call id, outcome, ended by, wait, talk, disposition.
CALLS = [
    ("7.1", "answered", "pbx", 4, 86, "LATE"),
    ("7.3", "cut", "pbx", 80, 0, False),
    ("8.1", "answered", "agent", 3, 17, False),
]
#: By hand: queues, seconds from the start, seconds, ended by.
SESSIONS = [("bank, care", 1, 99, "pbx"), ("bank, care", 106, 94, "agent")]


def line(text):
    """A line of the log, its time counted from START."""
    at, bar, rest = text.partition("|")
    return f"{START + int(at)}{bar}{rest}\n"


@tagged("post_install", "-at_install")
class TestSecondLog(QueueLogCase):
    def _check(self, source):
        calls = self.env["ops.call"].search([("source_id", "=", source.id)], order="callid")
        self.assertEqual(
            calls.mapped(
                lambda c: (c.callid, c.outcome, c.ended_by, c.wait_s, c.talk_s, c.disposition)
            ),
            CALLS,
        )
        sessions = self.env["ops.agent.session"].search(
            [("source_id", "=", source.id)], order="start_at"
        )
        found = sessions.mapped(
            lambda s: (s.queue, s.start_at.timestamp() - START, s.seconds, s.ended_by)
        )
        self.assertEqual([row[0] for row in found], [row[0] for row in SESSIONS])
        self.assertEqual([row[2:] for row in found], [row[2:] for row in SESSIONS])

    def test_whole_line_by_line_and_backwards(self):
        lines = [line(text) for text in LOG]
        whole, pieces, backwards = map(self.source, ("whole2", "pieces2", "backwards2"))
        self.feed(whole, lines)
        self._check(whole)
        for one in lines:
            self.feed(pieces, [one])
        for one in reversed(lines):
            self.feed(backwards, [one])
        expected = self.derived(whole)
        self.assertSameDerived(pieces, expected)
        self.assertSameDerived(backwards, expected)

    def test_the_start_behind_a_broken_line_is_seen(self):
        for number, broken in enumerate((f"{START + 60}|7.9|ca", "\0" * 512, "7.9|\0" + "\0" * 64)):
            with self.subTest(number):
                source = self.source(f"broken{number}")
                text = "".join(map(line, LOG[:6])) + broken + "".join(map(line, LOG[6:]))
                feed = self.feed(source, text.encode())
                self.assertEqual((feed.state, feed.reject_count), ("done", 1))
                self._check(source)
