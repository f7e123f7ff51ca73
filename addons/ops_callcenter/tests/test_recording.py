"""Recordings: which file belongs to which call, and who may hear it."""

import os
import shutil
import tempfile
import wave
from pathlib import Path

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from .common_floor import FloorCase, answered, at, left

NUMBER = "13800001001"
#: Who hears which call: (inbound and outbound of agent cs, inbound of another department).
HEARS = {
    "om": (200, 200, 404),
    "pm": (200, 200, 404),
    "sv": (200, 200, 404),
    "qa": (200, 200, 404),
    "cs": (200, 200, 404),
    "gm": (404, 404, 404),
    "tr": (200, 200, 404),
    "mm": (404, 404, 404),
    "fin": (404, 404, 404),
    "adm": (404, 404, 404),
}
CDR = (
    '"CMP","1001","13800001009","outbound","","PJSIP/1001-1","","Dial","","2026-11-02 11:00:00",'
    '"2026-11-02 11:00:04","2026-11-02 11:00:30",30,26,"ANSWERED","","1793588400.1","CMP^L1"\n'
)


class SoundCase(FloorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source.recording_folder = "pbx"
        cls.env["ops.feed"].ingest("asterisk_cdr", "cdr", CDR.encode(), source="floor_test")
        cls.outbound = cls.env["ops.outbound.call"].search([("source_id", "=", cls.source.id)])

    def setUp(self):
        super().setUp()
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        self.folder = self.root / "pbx"
        self.folder.mkdir()
        self.env["ir.config_parameter"].set_param("ops_callcenter.recording_root", str(self.root))

    def sound(self, name, frames=800):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(path), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(b"\1\2" * frames)
        return path

    def scan(self):
        return self.env["ops.recording"]._scan(self.source)

    def call(self, callid):
        return self.calls.filtered(lambda call: call.callid == callid)


@tagged("post_install", "-at_install")
class TestRecordingMatch(SoundCase):
    def test_one_is_not_ten(self):
        self._feed([
            *answered("7.1", "care", at(11, 0), 5, 60, number="13800007001"),
            *answered("7.10", "care", at(11, 5), 5, 60, number="13800007010"),
        ])  # fmt: skip
        calls = self.env["ops.call"].search([("callid", "in", ("7.1", "7.10"))])
        self.sound("q-8001-13800007010-20261102-110500-7.10.wav")
        self.assertEqual(self.scan(), 1)
        self.assertEqual(calls.filtered("has_recording").callid, "7.10")

    def test_unique_id_beats_number_and_time(self):
        # The name has the number and time of call 1.1, and the unique id of call 1.2.
        self.sound(f"q-8001-{NUMBER}-20261102-100010-1.2.wav")
        self.assertEqual(self.scan(), 1)
        self.assertTrue(self.call("1.2").has_recording)
        self.assertFalse(self.call("1.1").has_recording)

    def test_number_and_time_give_the_nearest_call(self):
        self._feed([
            *answered("8.1", "care", at(11, 0, 0), 1, 2, number="13800008001"),
            *answered("8.2", "care", at(11, 0, 6), 1, 60, number="13800008001"),
        ])  # fmt: skip
        self.source.recording_pattern = r"(?P<number>\d+)_(?P<date>\d{8})_(?P<time>\d{6})\.wav"
        self.sound("13800008001_20261102_110005.wav")
        self.assertEqual(self.scan(), 1)
        calls = self.env["ops.call"].search([("callid", "in", ("8.1", "8.2"))])
        self.assertEqual(calls.filtered("has_recording").callid, "8.2")

    def test_only_who_was_spoken_to_has_a_recording(self):
        self._feed(left("9.1", "care", at(11, 0), 9, number="13800009001"))
        self.sound("q-8001-13800009001-20261102-110000-9.1.wav")
        self.assertEqual(self.scan(), 0)

    def test_subfolders_and_outbound_calls(self):
        path = "2026/11/02/out-13800001009-1001-20261102-110000-1793588400.1.wav"
        self.sound(path)
        self.assertEqual((self.scan(), self.scan()), (1, 0))
        self.assertEqual(self.outbound.sudo().recording, path)

    def test_links_and_what_is_no_sound_are_passed_over(self):
        name = f"q-8001-{NUMBER}-20261102-100010-1.1"
        secret = self.root / "secret.wav"
        shutil.copy(self.sound("other.wav"), secret)
        os.symlink(secret, self.folder / f"{name}.wav")
        os.symlink(self.folder / "gone", self.folder / "broken.wav")
        (self.folder / f"{name}.exe").write_bytes(b"x" * 500)
        self.sound(f"{name}.WAV", frames=0)
        self.assertEqual(self.scan(), 0)

    def test_a_folder_outside_the_root_is_not_read(self):
        self.sound(f"q-8001-{NUMBER}-20261102-100010-1.1.wav")
        self.env["ir.config_parameter"].set_param(
            "ops_callcenter.recording_root", str(self.root / "elsewhere")
        )
        self.source.recording_folder = "../pbx"
        self.assertEqual(self.scan(), 0)

    def test_without_a_root_nothing_is_read(self):
        self.sound(f"q-8001-{NUMBER}-20261102-100010-1.1.wav")
        self.env["ir.config_parameter"].set_param("ops_callcenter.recording_root", False)
        self.assertEqual(self.scan(), 0)

    def test_a_root_below_the_addons_needs_no_absolute_path(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("ops_callcenter.recording_root", "ops_callcenter/demo/asterisk")
        self.source.recording_folder = "recordings"
        self.assertTrue(self.env["ops.recording"]._folder(self.source).is_dir())
        for outside in ("ops_callcenter/../../etc", "../outside", "nowhere/at/all"):
            parameters.set_param("ops_callcenter.recording_root", outside)
            with self.subTest(outside):
                self.assertEqual(self.scan(), 0)

    def test_a_search_asked_for_looks_at_all_files(self):
        self.sound(f"q-8001-{NUMBER}-20261102-100010-1.1.wav")
        self.source.department_id = self.project
        action = self.source.with_user(self.users["om"]).action_scan_recordings()
        again = self.source.with_user(self.users["adm"]).action_scan_recordings()
        self.assertEqual(action["res_id"], again["res_id"], "one at a time")
        with self.enter_registry_test_mode():
            self.env["ops.recording.scan"]._run_waiting()
        scan = self.env["ops.recording.scan"].browse(action["res_id"])
        scan.invalidate_recordset()
        self.assertEqual((scan.state, scan.file_count, scan.tied_count), ("done", 1, 1))
        self.assertEqual(scan.progress, 100)

    def test_a_search_needs_the_role_and_a_folder(self):
        self.source.department_id = self.project
        for code in ("sv", "cs", "da", "gm"):
            with self.subTest(code), self.assertRaises(AccessError):
                self.source.with_user(self.users[code]).action_scan_recordings()
        self.source.recording_folder = "gone"
        with self.assertRaises(UserError):
            self.source.with_user(self.users["om"]).action_scan_recordings()

    def test_the_scheduled_scan_looks_at_the_last_days(self):
        path = self.sound(f"q-8001-{NUMBER}-20261102-100010-1.1.wav")
        self.assertEqual(self.env["ops.recording"]._scan(self.source, 7), 1)
        self.assertTrue(path.exists())

    def test_a_pattern_that_cannot_work_is_refused(self):
        for pattern in ("(?P<uniqueid>", r"(?P<number>\d+)-(?P<date>\d{8})\.wav"):
            with self.subTest(pattern), self.assertRaises(ValidationError):
                self.source.recording_pattern = pattern


@tagged("post_install", "-at_install")
class TestRecordingAccess(SoundCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.path = self.sound(f"q-8001-{NUMBER}-20261102-100010-1.1.wav")
        self.sound("out-13800001009-1001-20261102-110000-1793588400.1.wav")
        self.sound("q-8001-13800002001-20261102-100100-2.1.wav")
        self.scan()

    def get(self, kind, call, **headers):
        return self.url_open(f"/ops/recording/{kind}/{call.id}", headers=headers)

    def enter(self, code):
        user = self.users[code]
        user.password = f"{user.login}-Pass-1"
        self.authenticate(user.login, f"{user.login}-Pass-1")

    def test_who_hears_what(self):
        wanted = (
            ("call", self.call("1.1")),
            ("outbound", self.outbound),
            ("call", self.call("2.1")),
        )
        for code, expected in HEARS.items():
            self.enter(code)
            with self.subTest(code):
                found = tuple(self.get(kind, call).status_code for kind, call in wanted)
                self.assertEqual(found, expected)

    def test_nobody_hears_without_a_login(self):
        self.authenticate(None, None)
        answer = self.url_open(f"/ops/recording/call/{self.call('1.1').id}", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_parts_types_and_names(self):
        self.enter("sv")
        whole = self.get("call", self.call("1.1"))
        self.assertEqual(whole.content, self.path.read_bytes())
        self.assertEqual(whole.headers["Content-Type"], "audio/wav")
        self.assertEqual(whole.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("call-1.1.wav", whole.headers["Content-Disposition"])
        self.assertNotIn(NUMBER, str(whole.headers))
        size = len(whole.content)
        for asked, first, last in (
            ("bytes=0-43", 0, 43),
            ("bytes=100-199", 100, 199),
            ("bytes=1000-", 1000, size - 1),
            ("bytes=-10", size - 10, size - 1),
        ):
            part = self.get("call", self.call("1.1"), Range=asked)
            with self.subTest(asked):
                self.assertEqual(part.status_code, 206)
                self.assertEqual(part.headers["Content-Range"], f"bytes {first}-{last}/{size}")
                self.assertEqual(part.content, whole.content[first : last + 1])
        beyond = self.get("call", self.call("1.1"), Range=f"bytes={size}-")
        self.assertEqual(beyond.status_code, 416)

    def test_a_play_is_logged_once(self):
        self.enter("qa")
        logged = [("kind", "=", "listen"), ("user_id", "=", self.users["qa"].id)]
        self.get("call", self.call("1.1"), Range="bytes=0-")
        self.get("call", self.call("1.1"), Range="bytes=100-")
        log = self.env["ops.reveal.log"].search(logged)
        self.assertEqual((log.model, log.res_id), ("ops.call", self.call("1.1").id))

    def test_a_path_outside_the_folder_or_gone_is_not_found(self):
        self.enter("sv")
        shutil.copy(self.path, self.root / "secret.wav")
        os.symlink(self.root / "secret.wav", self.folder / "link.wav")
        shutil.copy(self.path, self.folder / "sound.txt")
        outside = str(self.root / "secret.wav")
        for path in ("../secret.wav", outside, "link.wav", "gone.wav", "sound.txt"):
            self.call("1.1").sudo().recording = path
            self.env.flush_all()
            with self.subTest(path):
                answer = self.get("call", self.call("1.1"))
                self.assertEqual(answer.status_code, 404)
                self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))

    def test_no_call_no_sound(self):
        self.enter("sv")
        for address in ("call/2147483647", "outbound/2147483647", "0", "lead/1", "call/1/../x"):
            with self.subTest(address):
                self.assertEqual(self.url_open(f"/ops/recording/{address}").status_code, 404)
