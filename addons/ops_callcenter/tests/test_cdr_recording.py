"""Call detail records by profile, recordings by name."""

import shutil
import tempfile
import wave
from pathlib import Path

from odoo.tests import HttpCase, tagged

from . import run_a
from .common_queue_log import QueueLogCase


@tagged("post_install", "-at_install")
class TestCdr(QueueLogCase):
    def test_outbound_calls_agree_with_the_truth(self):
        source = self.source("run_a")
        self.feed(source, run_a.lines())
        self.feed(source, run_a.content("Master.csv"), "asterisk_cdr")
        calls = self.env["ops.outbound.call"].sudo().search([("source_id", "=", source.id)])
        truth = {r["uniqueid"]: r for r in run_a.rows("truth.csv") if r["direction"] == "out"}
        self.assertEqual(set(calls.mapped("callid")), set(truth))
        for call in calls:
            row = truth[call.callid]
            self.assertEqual(call.campaign, row["queue_or_campaign"])
            self.assertEqual(call.number_key, row["number_base"])
            # A call cut by the restart may lack its answer (quirk 8).
            if row["end_kind"] == "answer" and row["cut_by_restart"] != "1":
                self.assertEqual((call.result, call.agent_name), ("answered", row["agent"]))

    def test_a_custom_layout_is_a_profile(self):
        first, second = self.source("master"), self.source("custom")
        self.feed(first, run_a.content("Master.csv"), "asterisk_cdr")
        self.feed(second, run_a.content("Master_custom.csv"), "asterisk_cdr_custom")
        rows = [
            self.env["ops.outbound.call"].sudo().search_read(
                [("source_id", "=", source.id)],
                ["callid", "number", "start_at", "answered_at", "talk_s", "result", "lead_ref"],
                order="callid", load=None,
            )
            for source in (first, second)
        ]  # fmt: skip
        for row in rows[0] + rows[1]:
            row.pop("id")
        self.assertEqual(rows[0], rows[1])

    def test_dispositions_reach_calls_in_either_order(self):
        first, second = self.source("first"), self.source("second")
        self.feed(first, run_a.lines())
        self.feed(first, run_a.content("Master.csv"), "asterisk_cdr")
        self.feed(second, run_a.content("Master.csv"), "asterisk_cdr")
        self.feed(second, run_a.lines())
        found = [
            sorted(
                self.env["ops.outbound.call"]
                .search([("source_id", "=", source.id), ("disposition", "!=", False)])
                .mapped(lambda call: (call.callid, call.disposition))
            )
            for source in (first, second)
        ]
        self.assertEqual(found[0], found[1])
        self.assertTrue(found[0])
        self.assertEqual(
            self.derived(first)["ops_call"], self.derived(second)["ops_call"], "called back"
        )


class RecordingCase(QueueLogCase):
    def setUp(self):
        super().setUp()
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        (self.root / "pbx").mkdir()
        self.env["ir.config_parameter"].set_param("ops_callcenter.recording_root", str(self.root))
        self.pbx = self.source("pbx", recording_folder="pbx")
        self.feed(self.pbx, [
            "1795461010|1795461009.1|q|NONE|ENTERQUEUE||13800004087|1\n",
            "1795461012|1795461009.1|q|Agent/1001|CONNECT|2|7.2|1\n",
            "1795461020|1795461009.1|q|Agent/1001|COMPLETEAGENT|2|8|1\n",
        ])  # fmt: skip
        self.call = self.env["ops.call"].search([("source_id", "=", self.pbx.id)])

    def sound(self, name, frames=800):
        path = self.root / "pbx" / name
        with wave.open(str(path), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(b"\1\2" * frames)
        return path


@tagged("post_install", "-at_install")
class TestRecordingScan(RecordingCase):
    NAME = "q-8001-13800004087-20261124-031010-1795461009.1.wav"

    def scan(self):
        return self.env["ops.recording"]._scan(self.pbx)

    def test_unique_id_first(self):
        self.sound(self.NAME)
        self.assertEqual((self.scan(), self.scan()), (1, 0))
        self.assertTrue(self.call.has_recording)
        self.assertEqual(self.call.sudo().recording, self.NAME)

    def test_number_and_time_within_five_seconds(self):
        self.pbx.recording_pattern = r"(?P<number>\d+)_(?P<date>\d{8})_(?P<time>\d{6})\.wav"
        self.sound("13800004087_20261124_031025.wav")
        self.assertEqual(self.scan(), 0)
        self.sound("13800004087_20261124_031007.wav")
        self.assertEqual(self.scan(), 1)

    def test_a_file_without_sound_is_none(self):
        self.sound(self.NAME, frames=0)
        self.assertEqual(self.scan(), 0)
        self.assertFalse(self.call.has_recording)


@tagged("post_install", "-at_install")
class TestRecordingStream(RecordingCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.path = self.sound(TestRecordingScan.NAME)
        self.env["ops.recording"]._scan(self.pbx)

    def get(self, **headers):
        return self.url_open(f"/ops/recording/{self.call.id}", headers=headers)

    def test_streams_parts_to_who_listens(self):
        self.authenticate("admin", "admin")
        self.assertEqual(self.get().status_code, 404, "no duty to listen")
        self._give("ops_roles.group_qa")
        whole, part = self.get(), self.get(Range="bytes=0-43")
        self.assertEqual((whole.status_code, whole.content), (200, self.path.read_bytes()))
        self.assertEqual((part.status_code, len(part.content)), (206, 44))
        self.assertNotIn("13800004087", str(whole.headers))

    def test_paths_outside_the_folder_are_refused(self):
        self._give("ops_roles.group_qa")
        self.authenticate("admin", "admin")
        (self.root / "secret.wav").write_bytes(self.path.read_bytes())
        for path in ("../secret.wav", str(self.root / "secret.wav"), "gone.wav"):
            self.env.cr.execute("UPDATE ops_call SET recording = %s WHERE id = %s",
                                [path, self.call.id])  # fmt: skip
            self.env.invalidate_all()
            self.assertEqual(self.get().status_code, 404, path)

    def _give(self, group):
        """A role group for admin, as an assignment would give it."""
        self.env.cr.execute(
            "INSERT INTO res_groups_users_rel (gid, uid) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [self.env.ref(group).id, self.env.ref("base.user_admin").id],
        )
        self.env.registry.clear_cache("groups")
        self.env.registry.clear_cache()
        self.env.invalidate_all()
