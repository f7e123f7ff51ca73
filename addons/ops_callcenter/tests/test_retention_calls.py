import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.tests import TransactionCase, tagged

NUMBER = "13812344087"


@tagged("post_install", "-at_install")
class TestRetentionCalls(TransactionCase):
    """Numbers of calls, their events and recordings go in time, or when the person asks."""

    def setUp(self):
        super().setUp()
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        (self.root / "pbx").mkdir()
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("ops_callcenter.recording_root", str(self.root))
        self.source = self.env["ops.feed.source"].create(
            {"name": "PBX", "code": "retention_pbx", "recording_folder": "pbx"}
        )
        self.old = self._call("old", fields.Datetime.now() - timedelta(days=40 * 31))
        self.new = self._call("new", fields.Datetime.now() - timedelta(days=31))

    def test_rules_are_in_force(self):
        rules = self.env["ops.retention.rule"].search([("state", "=", "active")])
        ours = {rule.target for rule in rules}
        self.assertLessEqual({"fields", "events", "recordings_in", "recordings_out"}, ours)
        for rule in rules.with_context(lang="en_US"):
            with self.subTest(rule=rule.name):
                self.assertIn("art. 19", rule.basis)

    def test_run(self):
        self._run()
        self.assertFalse(self.old.caller or self.old.caller_key or self.old.has_recording)
        self.assertFalse(self._file("old").exists())
        self.assertEqual(self._event("old").data, "|****|1")
        self.assertEqual((self.new.caller, self.new.has_recording), (NUMBER, True))
        self.assertTrue(self._file("new").exists())
        self.assertEqual(self._event("new").data, f"|{NUMBER}|1")

    def test_file_outside_is_left_alone(self):
        outside = self.root / "outside.wav"
        outside.write_bytes(b"x" * 2000)
        self.old.recording = "../outside.wav"
        self._run()
        self.assertFalse(self.old.has_recording)
        self.assertTrue(outside.exists())

    def test_preview(self):
        rule = self.env.ref("ops_callcenter.retention_recordings_in")
        action = rule.action_preview()
        self.assertEqual(action["res_model"], "ops.call")
        self.assertIn(self.old.id, action["domain"][0][2])
        self.assertNotIn(self.new.id, action["domain"][0][2])

    def test_subject_request(self):
        """All of a number: calls in every writing, events, recordings; all of it goes."""
        source = self.env["ops.subject.source"]
        found = set(source._search("+86 138 1234 4087"))
        for call in (self.old, self.new):
            for field in ("caller", "caller_key", "recording"):
                self.assertIn(("ops.call", field, call.id), found)
        self.assertIn(("ops.queue.event", "data", self._event("new").id), found)
        grouped = {}
        for model, field, res_id in found:
            grouped.setdefault((model, field), []).append(res_id)
        source._erase(NUMBER, [(*key, ids) for key, ids in grouped.items()])
        self.env.invalidate_all()
        self.assertFalse(source._search(NUMBER))
        self.assertFalse(self._file("new").exists())
        self.assertEqual(self.new.callid, "new")

    def test_without_call(self):
        """A reveal to call back that nobody follows by a call stands out."""
        log = self.env["ops.reveal.log"]
        at = fields.Datetime.now() - timedelta(days=1)
        for minutes, call in ((0, self.new), (300, self.new)):
            row = log._row("reveal", call, "caller", "138****4087", 1, reason="call_back")
            log._insert(self.cr, {**row, "at": at + timedelta(minutes=minutes)})
        self.env["ops.outbound.call"].create(
            {
                "source_id": self.source.id,
                "callid": "out",
                "number": NUMBER,
                "number_key": NUMBER,
                "start_at": at + timedelta(minutes=30),
            }
        )
        self.env.flush_all()
        rows = log.search([("res_id", "=", self.new.id), ("model", "=", "ops.call")], order="at")
        self.assertEqual(rows.mapped("without_call"), [False, True])
        self.assertEqual(rows & log.search([("without_call", "=", True)]), rows[1])
        report = self.env["ops.reveal.report"].search([("model", "=", "ops.call")])
        self.assertEqual(sum(report.mapped("without_call")), 1)

    def _run(self):
        with patch.object(self.registry["ir.cron"], "_commit_progress", lambda *a, **k: 60):
            self.env["ops.retention.rule"]._cron_run()
        self.env.invalidate_all()

    def _call(self, name, at):
        self._file(name).write_bytes(b"x" * 2000)
        self.env["ops.queue.event"].create(
            {
                "source_id": self.source.id,
                "at": at,
                "callid": name,
                "event": "ENTERQUEUE",
                "data": f"|{NUMBER}|1",
                "line_hash": 1,
            }
        )
        call = self.env["ops.call"].create(
            {
                "source_id": self.source.id,
                "callid": name,
                "visit": 1,
                "queue": "q",
                "caller": f"+86{NUMBER}",
                "caller_key": NUMBER,
                "enter_at": at,
                "recording": f"{name}.wav",
                "has_recording": True,
            }
        )
        if name == "new":
            call.caller = NUMBER
        self.env.flush_all()
        return call

    def _file(self, name):
        return self.root / "pbx" / f"{name}.wav"

    def _event(self, name):
        return self.env["ops.queue.event"].search(
            [("source_id", "=", self.source.id), ("callid", "=", name)]
        )


@tagged("post_install", "-at_install")
class TestRecordingNotice(TransactionCase):
    def test_missing_notice(self):
        """A running project whose calls are recorded says what callers are told, or is warned."""
        source = self.env["ops.feed.source"].create(
            {"name": "PBX", "code": "notice_pbx", "recording_folder": "pbx"}
        )
        department = self.env["hr.department"].create({"name": "Client"})
        project = self.env["ops.client.project"].create(
            {"name": "Client", "code": "NTC", "department_id": department.id}
        )
        self.env["ops.call.queue"].create(
            {
                "name": "q_notice",
                "label": "Notice",
                "source_id": source.id,
                "project_id": project.id,
            }
        )
        self.assertFalse(project.misses_notice)
        project.action_start()
        self.assertTrue(project.misses_notice)
        self.assertIn(project, project.search([("misses_notice", "=", True)]))
        project.recording_notice = "为保证服务质量，本次通话将被录音。"
        self.assertFalse(project.misses_notice)
        self.assertNotIn(project, project.search([("misses_notice", "=", True)]))
