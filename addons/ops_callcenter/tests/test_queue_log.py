"""The queue log of a real PBX, whole and in any pieces, to what the floor looks at."""

import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from . import run_a
from .common_queue_log import QueueLogCase


@tagged("post_install", "-at_install")
class TestQueueLogRunA(QueueLogCase):
    def test_every_visit_agrees_with_the_truth(self):
        source = self.source("run_a")
        feed = self.feed(source, run_a.lines())
        self.assertEqual((feed.state, feed.accepted_count, feed.reject_count), ("done", 7505, 0))
        calls = self.env["ops.call"].sudo().search([("source_id", "=", source.id)])
        truth = run_a.truth_visits()
        self.assertEqual({(c.callid, c.queue, c.visit) for c in calls}, set(truth))
        for call in calls:
            row = truth[call.callid, call.queue, call.visit]
            name = run_a.quirk(row, call.outcome, call.ended_by or "")
            self.assertIsNotNone(name, (call.callid, call.outcome, call.ended_by, row))
            if call.outcome == "answered":
                self.assertFalse(run_a.differs(call.talk_s, row["talk_s"]), row)
                self.assertEqual(call.agent_name.split("@")[0].split("/")[1], row["agent"])
            if call.outcome == "answered" or not name:
                self.assertFalse(run_a.differs(call.wait_s, row["wait_s"]), row)

    def test_intervals_add_up_to_the_calls(self):
        source = self.source("run_a")
        self.feed(source, run_a.lines())
        ((offered, answered, talk),) = self.env["ops.call.interval"]._read_group(
            [("source_id", "=", source.id)],
            aggregates=["offered:sum", "answered:sum", "talk_s:sum"],
        )
        ((count, talk_of_calls),) = self.env["ops.call"]._read_group(
            [("source_id", "=", source.id)], aggregates=["__count", "talk_s:sum"]
        )
        self.assertEqual((offered, talk), (count, talk_of_calls))
        self.assertEqual(answered, 1344)

    def test_pieces_in_any_order_give_the_same(self):
        lines = run_a.lines()
        whole = self.source("whole")
        self.feed(whole, lines)
        expected = self.derived(whole)
        middle = len(lines) // 2
        restart = next(n for n, line in enumerate(lines) if "QUEUESTART" in line and n)
        pieces = {
            "late_half": (lines[middle:], lines[:middle]),
            "overlap": (lines[: middle + 500], lines[middle - 500 :]),
            "rotated": (lines[:100], lines[2000:], lines[90:2010]),
            "late_restart": (lines[:restart] + lines[restart + 1 :], lines[restart : restart + 1]),
            "seconds_mixed": (self._mixed_seconds(lines),),
        }
        for code, parts in pieces.items():
            with self.subTest(code):
                source = self.source(code)
                for part in parts:
                    self.feed(source, part)
                self.assertSameDerived(source, expected)

    def _mixed_seconds(self, lines):
        """The lines of each second in another order, as two processes may write them."""
        draw = random.Random(20261123)
        return sorted(lines, key=lambda line: (line.split("|", 1)[0], draw.random()))

    def test_lines_one_by_one_as_a_shipper_sends_them(self):
        lines = run_a.lines()[:400]
        whole, live = self.source("whole"), self.source("live")
        self.feed(whole, lines)
        for start in range(0, 400, 20):
            content = "".join(lines[max(0, start - 5) : start + 20]).encode()
            self.env["ops.feed"].ingest("asterisk_queue_log", False, content, source="live")
        self.assertSameDerived(live, self.derived(whole))
        self.assertEqual(
            self.env["ops.feed"].search_count([("source_id", "=", live.id)]), 1, "one feed a day"
        )

    def test_table_gives_what_the_file_gives(self):
        whole, table = self.source("whole"), self.source("table", realtime_gmt=True)
        self.feed(whole, run_a.lines())
        rows = ["time,callid,queuename,agent,event,data\n"]
        for line in run_a.lines():
            epoch, callid, queue, agent, event, data = line.rstrip("\n").split("|", 5)
            rows.append(f"{epoch},{callid},{queue},{agent},{event},{data}\n")
        self.feed(table, rows, "asterisk_queue_log_db")
        self.assertSameDerived(table, self.derived(whole))

    def test_a_pbx_is_fed_by_file_or_by_table(self):
        source = self.source("both")
        self.feed(source, run_a.lines()[:50])
        with self.assertRaises(UserError):
            self.feed(source, b"2026-11-24 03:17:14,7.1,q,NONE,ABANDON,1|1|1\n",
                      "asterisk_queue_log_db")  # fmt: skip


@tagged("post_install", "-at_install")
class TestQueueLogTraps(QueueLogCase):
    def lines(self, *lines):
        return [
            f"{1795461000 + int(line.split('|')[0])}|{line.split('|', 1)[1]}\n" for line in lines
        ]

    def call(self, source, callid):
        return self.env["ops.call"].search([("source_id", "=", source.id), ("callid", "=", callid)])

    def test_crash_then_agents_back_without_login(self):
        source = self.source("crash")
        first = self.lines(
            "0|NONE|NONE|NONE|QUEUESTART|",
            "1|MANAGER|q|Local/1001@agents/n|ADDMEMBER|",
            "10|7.1|q|NONE|ENTERQUEUE||13800004087|1",
            "12|7.1|q|Agent/1001|CONNECT|2|7.2|1",
            "15|7.3|q|NONE|ENTERQUEUE||13800004088|1",
        )
        self.feed(source, first)
        self.assertEqual(self.call(source, "7.3").outcome, "open")
        self.feed(source, self.lines("60|NONE|NONE|NONE|QUEUESTART|",
                                     "70|8.1|q|NONE|ENTERQUEUE||13800004088|1",
                                     "72|8.1|q|Agent/1001|CONNECT|2|8.2|1",
                                     "90|8.1|q|Agent/1001|COMPLETECALLER|2|18|1"))  # fmt: skip
        cut, talking, later = (self.call(source, callid) for callid in ("7.3", "7.1", "8.1"))
        self.assertEqual((cut.outcome, cut.wait_s), ("cut", 45))
        self.assertEqual(
            (talking.outcome, talking.ended_by, talking.talk_s), ("answered", "pbx", 48)
        )
        self.assertEqual((later.outcome, later.ended_by), ("answered", "caller"))
        sessions = self.env["ops.agent.session"].search(
            [("source_id", "=", source.id)], order="start_at"
        )
        self.assertEqual(sessions.mapped("ended_by"), ["pbx", False])
        self.assertEqual(sessions.mapped("seconds"), [59, 30])

    def test_disposition_in_the_next_file(self):
        source = self.source("late")
        self.feed(source, self.lines("10|7.1|q|NONE|ENTERQUEUE||13800004087|1",
                                     "12|7.1|q|Agent/1001|CONNECT|2|7.2|1",
                                     "20|7.1|q|Agent/1001|COMPLETEAGENT|2|8|1"))  # fmt: skip
        self.feed(source, self.lines("26|7.1|q|Agent/1001|INFO|DISPO|SOLD",
                                     "27|7.9|CMP_A|SIP/1020|INFO|DISPO|AM"))  # fmt: skip
        self.assertEqual(self.call(source, "7.1").disposition, "SOLD")
        self.assertFalse(self.call(source, "7.9"))
        queues = self.env["ops.call.queue"].search([("source_id", "=", source.id)])
        self.assertEqual(queues.mapped("name"), ["q"])

    def test_consultation_is_tied_to_its_call(self):
        source = self.source("consult")
        self.feed(source, self.lines(
            "10|7.1|q|NONE|ENTERQUEUE||13800004087|1",
            "12|7.1|q|Agent/1001|CONNECT|2|7.2|1",
            "20|7.5|r|NONE|ENTERQUEUE||8001|1",
            "22|7.5|r|Agent/1002|CONNECT|2|7.6|1",
            "25|7.1|q|Agent/1001|ATTENDEDTRANSFER|BRIDGE|b|2|13|1",
            "40|7.5|r|Agent/1002|COMPLETECALLER|2|18|1",
        ))  # fmt: skip
        self.assertEqual(self.call(source, "7.5").parent_call_id, self.call(source, "7.1"))
        self.assertEqual(self.call(source, "7.1").ended_by, "attended_transfer")

    def test_abandoned_is_to_be_called_back_until_reached(self):
        source = self.source("back")
        self.feed(source, self.lines("10|7.1|q|NONE|ENTERQUEUE||+8613800004087|1",
                                     "30|7.1|q|NONE|ABANDON|1|1|20"))  # fmt: skip
        call = self.call(source, "7.1")
        self.assertTrue(call.to_call_back)
        self.feed(source, self.lines("60|7.3|q|NONE|ENTERQUEUE||013800004087|1",
                                     "65|7.3|q|Agent/1001|CONNECT|5|7.4|1",
                                     "80|7.3|q|Agent/1001|COMPLETEAGENT|5|15|1"))  # fmt: skip
        self.assertFalse(call.to_call_back)
        self.assertTrue(call.called_back_at)
        self.assertTrue(self.call(source, "7.3").is_repeat)

    def test_aliases_name_agents_by_date(self):
        first, second = self.env["hr.employee"].create([{"name": "甲"}, {"name": "乙"}])
        source = self.source("alias")
        self.env["ops.agent.alias"].create(
            [
                {"source_id": source.id, "name": "1001", "employee_id": first.id,
                 "date_from": "2026-01-01"},
                {"source_id": source.id, "name": "Agent/1002", "employee_id": second.id,
                 "date_from": "2026-01-01", "date_to": "2026-02-01"},
            ]
        )  # fmt: skip
        self.feed(source, self.lines("1|MANAGER|q|Local/1001@agents/n|ADDMEMBER|",
                                     "10|7.1|q|NONE|ENTERQUEUE||13800004087|1",
                                     "12|7.1|q|Agent/1001|CONNECT|2|7.2|1",
                                     "20|7.1|q|Agent/1001|COMPLETEAGENT|2|8|1",
                                     "30|7.3|q|NONE|ENTERQUEUE||13800004087|1",
                                     "32|7.3|q|Agent/1002|CONNECT|2|7.4|1"))  # fmt: skip
        self.assertEqual(self.call(source, "7.1").employee_id, first)
        self.assertFalse(self.call(source, "7.3").employee_id)
        session = self.env["ops.agent.session"].search(
            [("source_id", "=", source.id), ("employee_id", "=", first.id)]
        )
        self.assertEqual(session.kind, "login")

    def test_a_new_alias_relinks_what_is_there(self):
        source, before = self.source("relink"), self.source("before")
        employee = self.env["hr.employee"].create({"name": "甲"})
        lines = self.lines("1|MANAGER|q|Local/1001@agents/n|ADDMEMBER|",
                           "10|7.1|q|NONE|ENTERQUEUE||13800004087|1",
                           "12|7.1|q|Agent/1001|CONNECT|2|7.2|1",
                           "20|7.1|q|Agent/1001|COMPLETEAGENT|2|8|1")  # fmt: skip
        self.feed(source, lines)
        for pbx in (before, source):
            self.env["ops.agent.alias"].create(
                {"source_id": pbx.id, "name": "1001", "employee_id": employee.id,
                 "date_from": "2026-01-01"}
            )  # fmt: skip
        self.feed(before, lines)
        self.assertSameDerived(source, self.derived(before))
        self.assertEqual(self.call(source, "7.1").employee_id, employee)

    def test_a_queue_moved_to_a_client_project_takes_its_calls_along(self):
        source = self.source("project")
        self.feed(source, self.lines("10|7.1|q|NONE|ENTERQUEUE||13800004087|1",
                                     "30|7.1|q|NONE|ABANDON|1|1|20"))  # fmt: skip
        department = self.env["hr.department"].create({"name": "客户"})
        project = self.env["ops.client.project"].create(
            {"name": "客户", "code": "C", "department_id": department.id}
        )
        call = self.call(source, "7.1")
        call.queue_id.project_id = project
        self.assertEqual((call.project_id, call.department_id), (project, department))
        interval = self.env["ops.call.interval"].search([("source_id", "=", source.id)])
        self.assertEqual((interval.project_id, interval.offered), (project, 1))

    def test_bad_files_leave_nothing_half_done(self):
        source = self.source("bad")
        for content in (b"", b"\x00\x01\x02\xff" * 5000, b"PK\x03\x04" + bytes(5000)):
            with self.subTest(content[:4]), self.assertRaises(UserError):
                self.feed(source, content)
        feed = self.feed(source, b"rubbish\n1795461434|x\n")
        self.assertEqual((feed.state, feed.reject_count), ("failed", 2))
        self.assertFalse(self.env["ops.queue.event"].search([("source_id", "=", source.id)]))
        self.assertFalse(feed.source_id.log_until)

    def test_any_encoding_and_line_end(self):
        lines = self.lines("10|7.1|客服|NONE|ENTERQUEUE||13800004087|1",
                           "30|7.1|客服|NONE|ABANDON|1|1|20")  # fmt: skip
        text = "".join(lines)
        for number, content in enumerate((
            text.encode("gb18030"), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16"),
            text.replace("\n", "\r\n").encode(), text.replace("\n", "\r\n", 1).encode(),
        )):  # fmt: skip
            with self.subTest(number):
                source = self.source(f"encoding{number}")
                self.feed(source, content)
                self.assertEqual(self.call(source, "7.1").queue, "客服")
                self.assertEqual(self.call(source, "7.1").outcome, "abandoned")

    def test_clock_that_runs_backwards_is_told(self):
        feed = self.feed(self.source("clock"), self.lines(
            "100|7.1|q|NONE|ENTERQUEUE||13800004087|1",
            "94|7.1|q|Agent/1001|CONNECT|4|9.2|2",
            "99|7.1|q|Agent/1001|COMPLETECALLER|4|5|1"))  # fmt: skip
        self.assertEqual((feed.state, feed.reject_count), ("done", 0))
        self.assertIn("1 × (≤ 6 s)", feed.message)
