"""Call detail records: layouts, order of files, hostile lines, who called."""

from collections import Counter

from odoo.tests import tagged

from . import run_a
from .common_queue_log import QueueLogCase

#: What the callers' side saw -> what the records say, with its number of calls. Local channels
#: lose why a call failed (quirk 8), answering machines answer, and the restart of the PBX cut
#: eleven calls, three of them before the record knew that they were answered.
HAND = {
    ("answer", "answered"): 420,
    ("noanswer", "no_answer"): 211,
    ("busy", "busy"): 102,
    ("machine", "answered"): 101,
    ("reject", "no_answer"): 86,
    ("invalid", "no_answer"): 48,
    ("cancel", "no_answer"): 36,
    ("congest", "congestion"): 11,
    ("answer/cut", "answered"): 7,
    ("answer/cut", "no_answer"): 3,
    ("noanswer/cut", "no_answer"): 1,
}
FIELDS = ["callid", "linkedid", "number_key", "start_at", "answered_at", "talk_s", "result",
          "campaign", "lead_ref", "agent_name", "employee_id", "disposition"]  # fmt: skip
HEADER = "src,dst,dcontext,channel,lastapp,start,end,duration,billsec,disposition,uniqueid,linkedid"


def record(uniqueid="1795461442.3", **values):
    """One line in the layout of HEADER."""
    cells = {
        "src": "1001",
        "dst": "13800004087",
        "dcontext": "outbound",
        "channel": "PJSIP/1001-0000000a",
        "lastapp": "Dial",
        "start": "2026-11-24 03:17:22",
        "end": "2026-11-24 03:17:42",
        "duration": "20",
        "billsec": "12",
        "disposition": "ANSWERED",
        "uniqueid": uniqueid,
        "linkedid": uniqueid,
        **values,
    }
    return ",".join(cells[name] for name in HEADER.split(",")) + "\n"


@tagged("post_install", "-at_install")
class TestCdrMerge(QueueLogCase):
    def calls(self, source):
        calls = self.env["ops.outbound.call"].sudo()
        return calls.search([("source_id", "=", source.id)], order="callid")

    def values(self, source):
        rows = self.calls(source).read(FIELDS, load=None)
        return [{name: row[name] for name in FIELDS} for row in rows]

    def take(self, source, *records, header=HEADER + "\n"):
        content = (header + "".join(records)).encode()
        return self.feed(source, content, "asterisk_cdr_custom")

    def test_results_agree_with_the_truth(self):
        source = self.source("results")
        self.feed(source, run_a.content("Master.csv"), "asterisk_cdr")
        result = dict(self.calls(source).mapped(lambda call: (call.callid, call.result)))
        truth = [row for row in run_a.rows("truth.csv") if row["direction"] == "out"]
        found = Counter()
        for row in truth:
            cut = "/cut" * (row["cut_by_restart"] == "1")
            found[(row["end_kind"].removesuffix("/cut") + cut, result[row["uniqueid"]])] += 1
        self.assertEqual(dict(found), HAND)

    def test_overlapping_files_in_any_order_give_the_same(self):
        lines = run_a.content("Master_custom.csv").splitlines(keepends=True)
        whole, parts = self.source("whole"), self.source("parts")
        self.feed(whole, b"".join(lines), "asterisk_cdr_custom")
        for first, last in ((4000, 6002), (0, 2500), (2000, 4500)):
            self.feed(parts, b"".join(lines[first:last]), "asterisk_cdr_custom")
        self.assertEqual(self.values(whole), self.values(parts))

    def test_records_of_one_call_count_once_whatever_their_order(self):
        tries = (
            record(disposition="NO ANSWER", billsec="0"),
            record(disposition="ANSWERED", billsec="9"),
            record(disposition="CONGESTION", billsec="0", start="2026-11-24 03:17:30"),
            record("1795461442.9", linkedid="1795461442.3", disposition="NO ANSWER"),
        )
        found = []
        for place, order in enumerate(((0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2))):
            source = self.source(f"order{place}")
            for which in order:
                self.take(source, tries[which])
            found.append(self.values(source))
        self.assertEqual([len(rows) for rows in found], [1, 1, 1])
        self.assertEqual((found[0][0]["result"], found[0][0]["talk_s"]), ("answered", 9))
        self.assertEqual(found[0], found[1])
        self.assertEqual(found[0], found[2])

    def test_ids_that_look_like_one_number_are_two_calls(self):
        source = self.source("ids")
        self.take(source, record("1795461442.1"), record("1795461442.10"))
        self.assertEqual(self.calls(source).mapped("callid"), ["1795461442.1", "1795461442.10"])

    def test_times_are_local_or_gmt(self):
        local, gmt = self.source("local"), self.source("gmt", cdr_gmt=True)
        for source in (local, gmt):
            self.take(source, record())
        self.assertEqual(str(self.calls(local).start_at), "2026-11-23 19:17:22")
        self.assertEqual(str(self.calls(gmt).start_at), "2026-11-24 03:17:22")
        self.assertEqual(str(self.calls(local).answered_at), "2026-11-23 19:17:30", "end - billsec")
        self.assertEqual(str(self.calls(local).day), "2026-11-24")

    def test_contexts_decide_where_they_are_given(self):
        told = self.source("told", outbound_contexts="sales, outbound")
        guessed = self.source("guessed")
        lines = (
            record("1795461442.1", src="01055501234"),  # a trunk's caller id
            record("1795461442.2", dcontext="xfer"),
            record("1795461442.3", dst="95588"),  # a service number
            record("1795461442.4", dst="h", lastapp="Hangup", billsec="0"),
        )
        for source in (told, guessed):
            self.take(source, *lines)
        self.assertEqual(self.calls(told).mapped("callid"), ["1795461442.1", "1795461442.3"])
        self.assertEqual(self.calls(told)[0].agent_name, "1001")
        self.assertEqual(self.calls(guessed).mapped("callid"), ["1795461442.2"])

    def test_agent_is_who_had_the_extension_that_day(self):
        source = self.source("who")
        people = self.env["hr.employee"].create([{"name": "First"}, {"name": "Second"}])
        for person, name, start, end in (
            (people[0], "1001", "2026-01-01", "2026-11-24"),
            (people[1], "PJSIP/1001", "2026-11-25", False),
        ):
            self.env["ops.agent.alias"].create(
                {"source_id": source.id, "name": name, "employee_id": person.id,
                 "date_from": start, "date_to": end}
            )  # fmt: skip
        day = {"start": "2026-11-25 00:00:01", "end": "2026-11-25 00:00:09"}
        self.take(source, record("1795461442.1"), record("1795461442.2", **day))
        self.assertEqual(self.calls(source).mapped("employee_id"), people)

    def test_a_caller_reached_by_an_outbound_call_is_called_back(self):
        source = self.source("back")
        self.feed(source, [
            "1795461000|1795461000.1|q|NONE|ENTERQUEUE||+8613800004087|1\n",
            "1795461030|1795461000.1|q|NONE|ABANDON|1|1|30\n",
        ])  # fmt: skip
        call = self.env["ops.call"].search([("source_id", "=", source.id)])
        self.assertTrue(call.to_call_back)
        self.take(source, record())
        call.invalidate_recordset()
        self.assertFalse(call.to_call_back)
        self.assertEqual(str(call.called_back_at), "2026-11-23 19:17:30")

    def test_hostile_lines_are_rejected_one_by_one(self):
        source = self.source("hostile")
        bad = {
            "time": record(start="yesterday"),
            "range": record(start="0001-01-01 00:00:00"),
            "number": record(duration="²"),
            "callid": record(uniqueid="CMP^L1"),
            "disposition": record(disposition="MAYBE"),
            "long": record(channel="x" * 300),
        }
        feed = self.take(source, *bad.values(), record())
        self.assertEqual(feed.reject_ids.sorted("line_no").mapped("reason_code"), list(bad))
        self.assertEqual(len(self.calls(source)), 1)

    def test_a_line_of_names_is_optional(self):
        named, bare = self.source("named"), self.source("bare")
        line = run_a.content("Master_custom.csv").splitlines(keepends=True)[0]
        names = (
            "clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,start,answer,end,duration,"
            "billsec,disposition,amaflags,accountcode,uniqueid,userfield,linkedid\n"
        )
        self.feed(named, names.encode() + line, "asterisk_cdr")
        self.feed(bare, line, "asterisk_cdr_custom")
        self.assertEqual(self.values(named), self.values(bare))
        self.assertEqual(len(self.calls(bare)), 1)
