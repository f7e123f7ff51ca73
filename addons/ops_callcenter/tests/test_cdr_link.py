"""What the linked id of call detail records adds: legs are told apart from calls, and a visit an
agent made to consult a colleague from a customer's."""

from odoo.tests import tagged

from . import run_a
from .common_queue_log import QueueLogCase
from .test_cdr import HEADER, record

#: Consultation visits of run A -> the call consulted for, by the linked id of the callers' side.
#: The log alone cannot tell the last two: two attended transfers were going on at one of them,
#: and the other has neither a record nor a conversation that was still going on.
LEGS = {
    "1795461538.893": "1795461511.607",
    "1795461578.1221": "1795461554.1009",
    "1795461625.1605": "1795461606.1425",
    "1795461691.2209": "1795461671.2025",
    "1795461851.3829": "1795461832.3659",
    "1795462142.133": "1795462133.29",
    "1795462261.1283": "1795462245.1099",
    "1795461721.2501": False,
}
UNTOLD = {**LEGS, "1795462261.1283": False}


@tagged("post_install", "-at_install")
class TestCdrLink(QueueLogCase):
    def _legs(self, source):
        calls = self.env["ops.call"].search(
            [("source_id", "=", source.id), ("callid", "in", list(LEGS))]
        )
        return {call.callid: call.parent_call_id.callid for call in calls}

    def _outbound(self, source):
        calls = self.env["ops.outbound.call"].sudo()
        return calls.search([("source_id", "=", source.id)], order="callid").mapped("callid")

    def test_records_name_the_conversation_in_either_order(self):
        log_first, cdr_first = self.source("log_first"), self.source("cdr_first")
        self.feed(log_first, run_a.lines())
        self.assertEqual(self._legs(log_first), UNTOLD)
        self.feed(log_first, run_a.content("Master_custom.csv"), "asterisk_cdr_custom")
        self.feed(cdr_first, run_a.content("Master_custom.csv"), "asterisk_cdr_custom")
        self.feed(cdr_first, run_a.lines())
        self.env["ops.call"].invalidate_model()
        self.assertEqual(self._legs(log_first), LEGS)
        self.assertEqual(self._legs(cdr_first), LEGS)

    def test_both_layouts_of_one_pbx_count_each_call_once(self):
        truth = sorted(
            row["uniqueid"] for row in run_a.rows("truth.csv") if row["direction"] == "out"
        )
        layouts = (("Master.csv", "asterisk_cdr"), ("Master_custom.csv", "asterisk_cdr_custom"))
        for number, order in enumerate((layouts, layouts[::-1])):
            with self.subTest(number):
                source = self.source(f"both{number}")
                for name, profile in order:
                    self.feed(source, run_a.content(name), profile)
                self.assertEqual(self._outbound(source), truth)

    def test_a_leg_is_known_in_the_layout_that_does_not_link_it(self):
        """Two channels dial one number; only one layout says that they are one call."""
        lines = (
            HEADER + "\n",
            record("7.1", linkedid="7.1", disposition="NO ANSWER", billsec="0"),
            record("7.2", linkedid="7.1"),
        )
        linked = "".join(lines)
        bare = "".join(line.rstrip("\n").rpartition(",")[0] + "\n" for line in lines)
        for number, order in enumerate(((linked, bare), (bare, linked))):
            with self.subTest(number):
                source = self.source(f"legs{number}")
                for content in order:
                    self.feed(source, content.encode(), "asterisk_cdr_custom")
                self.assertEqual(self._outbound(source), ["7.2"], "the answered one")

    def test_a_changed_alias_moves_outbound_calls(self):
        source = self.source("alias_out")
        people = self.env["hr.employee"].create([{"name": "First"}, {"name": "Second"}])
        alias = self.env["ops.agent.alias"].create(
            {
                "source_id": source.id,
                "name": "Agent/1001",
                "employee_id": people[0].id,
                "date_from": "2026-01-01",
            }
        )
        content = (HEADER + "\n" + record("7.1")).encode()
        self.feed(source, content, "asterisk_cdr_custom")
        call = self.env["ops.outbound.call"].search([("source_id", "=", source.id)])
        self.assertEqual(call.employee_id, people[0])
        alias.employee_id = people[1]
        self.assertEqual(call.employee_id, people[1])
        alias.date_from = "2026-11-25"
        self.assertFalse(call.employee_id, "the call was placed the day before")
        alias.write({"date_from": "2026-11-24", "name": "1001"})
        self.assertEqual(call.employee_id, people[1])
        alias.unlink()
        self.assertFalse(call.employee_id)
