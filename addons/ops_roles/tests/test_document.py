"""Controlled documents: versions, approval, publication, read receipts, reviews, and who may."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common_roles import RolesCase


class DocumentCase(RolesCase):
    def _as(self, record, code):
        return record.with_user(self.users[code])

    def _document(self, code="qa", **vals):
        return (
            self.env["ops.document"]
            .with_user(self.users[code])
            .create(
                {
                    "name": "Checks",
                    "reader_role_ids": [Command.set((self.roles["cs"] | self.roles["sv"]).ids)],
                    **vals,
                }
            )
        )

    def _version(self, document, body="<p>one</p>", **vals):
        return (
            self.env["ops.document.version"]
            .with_env(document.env)
            .create({"document_id": document.id, "body": body, "change_note": "New", **vals})
        )

    def _approve(self, version):
        version.action_submit()
        while version.sudo().approval_state == "pending":
            signer = version.sudo().approval_waiting_user_ids[:1]
            version.with_user(signer).action_approve()

    def _published(self, **vals):
        document = self._document(**vals)
        self._approve(self._version(document))
        return document

    def _receipts(self, document):
        return self.env["ops.document.receipt"].search(
            [("version_id", "=", document.sudo().current_version_id.id)]
        )

    def _todos(self, user):
        kind = self.env.ref("ops_roles.activity_document_read")
        return self.env["mail.activity"].search(
            [("user_id", "=", user.id), ("activity_type_id", "=", kind.id)]
        )


@tagged("post_install", "-at_install")
class TestDocument(DocumentCase):
    def test_numbers_run_by_kind(self):
        one, two, flow = (self._document(kind=kind) for kind in ("policy", "policy", "workflow"))
        year = fields.Date.today().year
        self.assertTrue(one.number.startswith(f"ZD-{year}-"))
        self.assertEqual(int(two.number[-3:]), int(one.number[-3:]) + 1)
        self.assertTrue(flow.number.startswith(f"LC-{year}-"))
        with self.assertRaises(UserError):
            one.kind = "workflow"

    def test_approval_publishes_and_freezes(self):
        document = self._published()
        version = document.current_version_id
        self.assertEqual((document.state, version.state, version.number), ("published",) * 2 + (1,))
        self.assertEqual(len(version.sha256), 64)
        for vals in ({"body": "<p>x</p>"}, {"valid_from": "2020-01-01"}, {"attachment_ids": []}):
            with self.subTest(vals), self.assertRaises(UserError):
                version.write(vals)
        with self.assertRaises(UserError):
            version.unlink()
        with self.assertRaises(UserError):
            document.unlink()

    def test_files_of_an_approved_version_are_frozen(self):
        document = self._document()
        version = self._version(document)
        file = (
            self.env["ir.attachment"]
            .with_user(self.users["qa"])
            .create({"name": "a.txt", "raw": b"1"})
        )
        version.attachment_ids = file
        self._approve(version)
        with self.assertRaises(UserError):
            file.sudo().raw = b"2"
        with self.assertRaises(UserError):
            file.sudo().unlink()
        self.assertEqual(version.action_verify()["params"]["type"], "success")

    def test_a_change_of_the_content_is_found(self):
        version = self._published().current_version_id
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ops_document_version SET body = '<p>forged</p>' WHERE id = %s", [version.id]
        )
        version.invalidate_recordset()
        self.assertEqual(version.action_verify()["params"]["type"], "danger")

    def test_the_next_version_supersedes_and_asks_anew(self):
        document = self._published()
        first = document.current_version_id
        self._as(first, "cs").action_sign()
        second = self._version(document, "<p>two</p>")
        self._approve(second)
        self.assertEqual((first.state, document.current_version_id), ("superseded", second))
        self.assertEqual(first.sudo().receipt_ids.user_id, self.users["cs"])
        self.assertEqual(document.unread_count, 2)
        self.assertEqual(len(self._todos(self.users["cs"])), 1)

    def test_a_later_day_waits_for_the_scheduled_action(self):
        document = self._document()
        day = self.env.company._ops_today() + timedelta(days=3)
        version = self._version(document, valid_from=day)
        self._approve(version)
        self.assertEqual((version.state, document.state), ("approved", "draft"))
        self.assertFalse(self._todos(self.users["cs"]))
        with freeze_time(fields.Datetime.now() + timedelta(days=4)):
            self.env["ops.document"]._cron_documents()
        self.assertEqual((version.state, document.state), ("published", "published"))

    def test_only_the_reader_signs(self):
        document = self._published()
        version = document.current_version_id
        self.assertEqual(self._receipts(document).user_id, self.users["cs"] | self.users["sv"])
        todo = self._todos(self.users["cs"])
        with self.assertRaises(UserError):
            todo.with_user(self.users["cs"]).action_done()
        with self.assertRaises(AccessError):
            self._as(version, "qa").action_sign()
        self._as(version, "cs").action_sign()
        self.assertFalse(todo.exists())
        self.assertEqual(document.unread_count, 1)
        receipt = self._receipts(document).filtered("read_at")
        signed = receipt.read_at
        self._as(version, "cs").action_sign()
        self.assertEqual(receipt.read_at, signed)
        with self.assertRaises(AccessError):
            self._as(receipt, "cs").read_at = False

    def test_new_and_leaving_readers(self):
        document = self._published()
        late = self._person("t_late")
        card = self._assign(late, "cs", self.project)
        self._assign(self._person("t_far"), "cs", self.other)
        self.env["ops.document"]._cron_documents()
        self.assertIn(late.user_id, self._receipts(document).user_id)
        self.assertEqual(len(self._receipts(document)), 3)
        self.env["ops.document"]._cron_documents()
        self.assertEqual(len(self._todos(late.user_id)), 1)
        card.action_end()
        self.env["ops.document"]._cron_documents()
        self.assertNotIn(late.user_id, self._receipts(document).user_id)
        self.assertFalse(self._todos(late.user_id))

    def test_departments_and_roles_choose_the_readers(self):
        far = self._person("t_far")
        self._assign(far, "cs", self.other)
        document = self._published(
            code="om", reader_department_ids=[Command.set((self.project | self.other).ids)]
        )
        self.assertIn(far.user_id, self._receipts(document).user_id)
        document.reader_role_ids = self.roles["sv"]
        self.assertEqual(self._receipts(document).user_id, self.users["sv"])
        document.must_sign = False
        self.assertFalse(self._todos(self.users["sv"]))
        self.assertEqual(self._receipts(document).mapped("must_sign"), [False])

    def test_readers_cost_the_same_number_of_statements(self):
        document = self._published()
        for number in range(2):
            self._assign(self._person(f"t_few{number}"), "cs", self.project)
        self.env.flush_all()
        before = self.cr.sql_log_count
        document.sudo()._refresh_readers()
        self.env.flush_all()
        few = self.cr.sql_log_count - before
        for number in range(20):
            self._assign(self._person(f"t_many{number}"), "cs", self.project)
        self.env.flush_all()
        before = self.cr.sql_log_count
        document.sudo()._refresh_readers()
        self.env.flush_all()
        self.assertLessEqual(self.cr.sql_log_count - before, few + 2)

    def test_reminders_reach_the_unread(self):
        document = self._published()
        self._as(document.current_version_id, "cs").action_sign()
        document.action_chase()
        counts = {one.user_id: one.chase_count for one in self._receipts(document)}
        self.assertEqual(counts, {self.users["cs"]: 0, self.users["sv"]: 1})
        self._as(document.current_version_id, "sv").action_sign()
        with self.assertRaises(UserError):
            document.action_chase()

    def test_review_is_due_and_confirmed(self):
        document = self._published()
        kind = self.env.ref("ops_roles.activity_document_review")
        self.env["ops.document"]._remind_review()
        self.assertFalse(document.activity_ids.filtered(lambda a: a.activity_type_id == kind))
        for _again in range(2):
            self.env["ops.document"]._remind_review(ahead_days=400)
        self.assertEqual(
            document.activity_ids.filtered(lambda a: a.activity_type_id == kind).user_id,
            self.users["qa"],
        )
        document.action_reviewed()
        self.assertFalse(document.activity_ids.filtered(lambda a: a.activity_type_id == kind))

    def test_withdrawal_needs_a_reason_and_ends_reading(self):
        document = self._published()
        with self.assertRaises(UserError):
            document.action_withdraw()
        document.withdraw_reason = "Out of use"
        with self.assertRaises(AccessError):
            self._as(document, "cs").action_withdraw()
        document.action_withdraw()
        self.assertEqual(document.state, "withdrawn")
        self.assertFalse(self._todos(self.users["cs"]))
        self.assertFalse(self._as(document, "cs").has_access("read"))

    def test_nothing_is_forged(self):
        document = self._document()
        version = self._version(document)
        for record, vals in (
            (document, {"state": "published"}),
            (document, {"current_version_id": version.id}),
            (version, {"state": "published"}),
            (version, {"sha256": "0" * 64}),
            (version, {"approval_state": "approved"}),
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                record.write(vals)
        with self.assertRaises(AccessError):
            self._version(self._as(document, "cs"))
        with self.assertRaises(AccessError):
            self._version(document, state="published")
        self.assertFalse(self._as(version, "cs").has_access("read"))
        version.change_note = " "
        with self.assertRaises(UserError):
            version.action_submit()

    def test_a_reader_elsewhere_reads_only_what_is_in_force(self):
        """Company-wide papers are read far down, and written only where they are kept."""
        self._assign(self.people["qa"], "qa", self.top)
        document = self._document(department_id=self.top.id)
        self._approve(self._version(document))
        self.assertTrue(self._as(document, "cs").has_access("read"))
        self.assertTrue(self._as(document.current_version_id, "cs").has_access("read"))
        draft = self._version(document, "<p>two</p>")
        self.assertFalse(self._as(draft, "cs").has_access("read"))
        self.assertFalse(self._as(document, "om").has_access("write"))

    def test_lists_in_few_queries(self):
        self._published()
        documents = self.env["ops.document"].with_user(self.users["sv"])
        spec = {"name": {}, "unread_count": {}, "valid_from": {}, "owner_id": {}}
        documents.web_search_read([], spec)
        documents.env.invalidate_all()
        with self.assertQueryCount(12):
            documents.web_search_read([], spec, limit=80)


@tagged("post_install", "-at_install")
class TestDocumentTour(DocumentCase, HttpCase):
    def test_from_draft_to_receipt(self):
        self.start_tour("/odoo/ops-documents", "ops_document_draft", login="t_qa")
        document = self.env["ops.document"].search([("name", "=", "Tour rules")])
        version = document.version_ids
        self.assertEqual(version.approval_state, "pending")
        while version.approval_state == "pending":
            version.with_user(version.approval_waiting_user_ids[:1]).action_approve()
        self.start_tour("/odoo", "ops_document_read", login="t_cs")
        self.assertIn(self.users["cs"], self._receipts(document).filtered("read_at").user_id)
