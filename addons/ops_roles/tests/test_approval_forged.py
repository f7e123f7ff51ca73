"""More ways to forge an approval, tried as every role on the document of every template.

The documents of the demo wait for one signature per template (``test_approval_demo``); what is
tried here is neither the signer's nor the requester's to do.
"""

from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_approval import ApprovalCase
from .common_roles import CODES

REFUSED = UserError  # AccessError and ValidationError are kinds of it
FORGED = {"approval_state": "approved", "approval_flow_id": False, "approval_digest": "x"}
ROWS = {
    "ops.approval.flow": {"state": "approved", "name": "x"},
    "ops.approval.stage": {"state": "done", "name": "x"},
    "ops.approval.step": {"verdict": "approved", "name": "x"},
}


@tagged("post_install", "-at_install")
class TestApprovalForged(ApprovalCase):
    def setUp(self):
        super().setUp()
        self.pend = self.pending()
        self.flow = self.pend.sudo().approval_flow_id

    def kept(self, flow):
        """What must be as it was: state, whose turn it is, signatures."""
        flow.invalidate_recordset()
        return flow.state, flow.stage_id, flow.waiting_user_ids, flow.step_ids

    def test_documents_of_every_template(self):
        flows = self.env["ops.approval.flow"].search([("state", "=", "pending")])
        self.assertGreaterEqual(len(flows.template_id), 5)
        for flow in flows:
            document = self.env[flow.res_model].browse(flow.res_id)
            before = self.kept(flow)
            for code in CODES:
                user = self.users[code]
                if user in flow.waiting_user_ids | flow.requester_id | flow.submitter_id:
                    continue
                with self.subTest(template=flow.template_id.name, role=code):
                    self.try_on(document.with_user(user), flow.with_user(user))
            self.assertEqual(self.kept(flow), before)

    def try_on(self, document, flow):
        for act in (
            document.action_approve,
            document.sudo().action_approve,
            flow.action_approve,
            document.action_withdraw,
            lambda: document.action_refuse("x"),
            lambda: document.action_send_back(None, "x"),
            lambda: document.action_add_signer(document.env.user, "x"),
            document.unlink,
        ):
            with self.assertRaises(REFUSED):
                act()
        for name, value in FORGED.items():
            with self.assertRaises(REFUSED):
                document.write({name: value})
            with self.assertRaises(REFUSED):
                document.web_save({name: value}, {})

    def test_nothing_is_imported_into_the_records_of_approvals(self):
        for code in CODES:
            for model, values in ROWS.items():
                records = self.env[model].with_user(self.users[code])
                target = self.env[model].search([("id", "in", self._ids(model))], limit=1)
                for first, fields in (([], []), ([str(target.id)], [".id"])):
                    with self.subTest(role=code, model=model, fields=fields):
                        try:
                            result = records.load([*fields, *values], [[*first, *values.values()]])
                        except AccessError:
                            continue
                        self.assertFalse(result["ids"])

    def _ids(self, model):
        return {"ops.approval.flow": self.flow, "ops.approval.stage": self.flow.stage_ids}.get(
            model, self.flow.step_ids
        ).ids

    def test_an_import_over_a_document_leaves_its_state(self):
        for code in CODES:
            notes = self.Note.with_user(self.users[code])
            with self.subTest(code):
                result = notes.load([".id", "approval_state"], [[str(self.pend.id), "approved"]])
                self.assertFalse(result["ids"])
        self.assertEqual(self.pend.approval_state, "pending")

    def test_steps_are_not_written_through_the_document(self):
        before = self.kept(self.flow)
        step = {"name": "x", "verdict": "approved", "flow_id": self.flow.id}
        for code in CODES:
            for command in (
                Command.create(step),
                Command.update(self.flow.step_ids[0].id, {"verdict": "approved"}),
                Command.delete(self.flow.step_ids[0].id),
                Command.clear(),
            ):
                with self.subTest(role=code, command=command):
                    with suppress(REFUSED), self.env.cr.savepoint():
                        self.by(code, self.pend).write({"approval_step_ids": [command]})
                        self.env.flush_all()
                    self.assertEqual(self.kept(self.flow), before)
                    self.assertEqual(self.flow.step_ids.mapped("verdict"), ["submitted"])

    def test_a_copy_is_not_made_approved(self):
        for code in CODES:
            with self.subTest(code), suppress(REFUSED), self.env.cr.savepoint():
                copied = self.by(code, self.pend).copy({"approval_state": "approved"})
                found = (copied.approval_state, copied.approval_step_ids.ids)
                self.assertEqual(found, ("draft", []))

    def test_context_does_not_approve(self):
        for code in CODES:
            note = self.note(self.users[code])
            forged = note.with_context(
                approval_state="approved", default_approval_state="approved", tracking_disable=True
            )
            forged.write({"text": "other"})
            with self.subTest(code):
                self.assertEqual((note.approval_state, note.approval_flow_id.id), ("draft", False))

    def test_whoever_edits_after_submission_approves_nothing(self):
        for code in CODES:
            note = self.pending()
            try:
                self.by(code, note).write({"text": f"changed by {code}"})
            except AccessError:
                continue
            with self.subTest(code):
                self.assertEqual(note.approval_state, "draft")
                with self.assertRaises(REFUSED):
                    self.by("pm", note).action_approve()
