"""Sealed archives: what is frozen, and that every change is found."""

import os

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.ops_roles.core.seal import chain, digest

from .common_letter import LetterCase


@tagged("post_install", "-at_install")
class TestLetterArchive(LetterCase):
    def setUp(self):
        super().setUp()
        self.letter = self._registered()
        self.files = self._file(self.letter, b"one", "1.pdf") | self._file(
            self.letter, b"two", "2.pdf"
        )
        self.letter._close("Answered")
        self.archive = self._volume("Volume 1", self.letter)
        self.archive.action_seal()

    def _volume(self, name, letters):
        return (
            self.env["ops.letter.archive"]
            .with_user(self.users["sa"])
            .create({"name": name, "letter_ids": letters.ids})
        )

    def test_a_seal_holds_a_digest_per_file_and_a_chain(self):
        lines = self.archive.line_ids
        self.assertEqual(lines.mapped("name"), [self.letter.number, "1.pdf", "2.pdf"])
        self.assertEqual(lines[1].sha256, digest(b"one"))
        linked = chain([(one.name, one.sha256) for one in lines], self.archive.start_seal or "")
        self.assertEqual(self.archive.seal, linked[-1])
        self.assertEqual(self.letter.state, "archived")

    def test_the_next_volume_continues_the_chain(self):
        second = self._volume("Volume 2", self._closed())
        second.action_seal()
        self.assertEqual(second.start_seal, self.archive.seal)

    def test_unchanged_files_pass_the_check(self):
        self.assertEqual(self.archive.action_check()["params"]["type"], "success")
        self.assertEqual(self.archive.check_result, "intact")

    def test_nobody_adds_a_file_to_a_sealed_letter(self):
        elsewhere = self.env["ir.attachment"].create({"name": "late.pdf", "raw": b"x"})
        for user in (self.users["sa"], self.users["dm"], self.env.ref("base.user_root")):
            letter = self.letter.with_user(user).sudo()
            for add in (
                lambda letter=letter: self._file(letter),
                lambda letter=letter: letter.message_post(attachments=[("late.pdf", b"x")]),
                lambda letter=letter: letter.message_post(attachment_ids=elsewhere.ids),
                lambda letter=letter: elsewhere.write(
                    {"res_model": letter._name, "res_id": letter.id}
                ),
            ):
                with self.subTest(user=user.login), self.assertRaises(UserError):
                    add()
        self.letter.message_post(body="Words are welcome")
        self.assertEqual(self.archive.action_check()["params"]["type"], "success")

    def test_nobody_changes_or_deletes_a_sealed_file(self):
        for user in (
            self.users["sa"],
            self.users["dm"],
            self.env.user,
            self.env.ref("base.user_root"),
        ):
            for files in (self.files.with_user(user), self.files.with_user(user).sudo()):
                for change in (
                    lambda files=files: files.write({"raw": b"x"}),
                    lambda files=files: files.write({"name": "x"}),
                    lambda files=files: files.write({"res_id": False}),
                    lambda files=files: files[0].unlink(),
                ):
                    with self.subTest(user=user.login), self.assertRaises(UserError):
                        change()
        self.assertFalse(self.archive._check_seal())

    def test_the_check_names_the_file_that_differs(self):
        path = self.files[1]._full_path(self.files[1].store_fname)
        self.addCleanup(self._put, path, b"two")
        self._put(path, b"TWO")
        self.files.invalidate_recordset()
        found = self.archive.action_check()
        self.assertIn("2.pdf", found["params"]["message"])
        self.assertEqual(self.archive.check_result, "broken")
        broken = self.archive.line_ids.filtered(lambda line: line.check_result == "broken")
        self.assertEqual(broken.attachment_id, self.files[1])

    def test_a_lost_file_is_found(self):
        path = self.files[0]._full_path(self.files[0].store_fname)
        self.addCleanup(self._put, path, b"one")
        os.unlink(path)
        self.files.invalidate_recordset()
        self.assertEqual(self.archive._check_seal().attachment_id, self.files[0])

    def test_a_record_changed_behind_the_seal_is_found(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE ops_letter SET name = 'other' WHERE id = %s", [self.letter.id])
        self.env.invalidate_all()
        self.assertEqual(self.archive._check_seal().name, self.letter.number)

    def test_a_digest_changed_together_with_the_file_breaks_the_chain(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ops_letter_archive_line SET sha256 = %s WHERE attachment_id = %s",
            [digest(b"forged"), self.files[0].id],
        )
        self.env.invalidate_all()
        self.assertIn(self.files[0], self.archive._check_seal().attachment_id)

    def test_volume_and_letter_are_closed_for_good(self):
        with self.assertRaises(UserError):
            self.archive.name = "x"
        with self.assertRaises(UserError):
            self.archive.unlink()
        with self.assertRaises(UserError):
            self.letter.summary = "x"
        with self.assertRaises(UserError):
            self.archive.action_seal()

    def test_a_sealed_read_list_is_closed(self):
        letter = self._registered()
        letter._circulate(self.users["cs"])
        letter._close("Read by those who came")
        self._volume("Volume 3", letter).action_seal()
        with self.assertRaises(UserError):
            self._as(letter, "cs").action_read()

    def test_only_registrars_seal_and_only_closed_letters(self):
        volume = self._volume("Volume 4", self._closed())
        for code in ("gm", "mm", "bm", "cs"):
            with self.subTest(code), self.assertRaises(AccessError):
                self._as(volume, code).action_seal()
        with self.assertRaises(UserError):
            self._volume("Volume 5", self._registered()).action_seal()
        with self.assertRaises(UserError):
            self._volume("Volume 6", self.letter).action_seal()

    def test_the_scheduled_check_alarms(self):
        path = self.files[0]._full_path(self.files[0].store_fname)
        self.addCleanup(self._put, path, b"one")
        self._put(path, b"ONE")
        self.files.invalidate_recordset()
        self.archive._alarm(self.archive._check_seal())
        told = self.env["mail.notification"].search(
            [("res_partner_id", "=", self.users["sa"].partner_id.id)], limit=1, order="id desc"
        )
        self.assertIn("1.pdf", told.mail_message_id.body)

    @staticmethod
    def _put(path, content):
        with open(path, "wb") as stream:
            stream.write(content)
