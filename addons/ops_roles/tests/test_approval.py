"""Approvals at work: who signs, in which order, and what moves them."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_approval import ApprovalCase


@tagged("post_install", "-at_install")
class TestApproval(ApprovalCase):
    def test_superiors_sign_one_after_the_other(self):
        note = self.pending()
        self.assertEqual(self.waiting(note), {"t_pm"})
        self.assertEqual(self.todo(note), ["t_pm"])
        self.by("pm", note).action_approve("agreed")
        self.assertEqual(self.waiting(note), {"t_om"})
        self.assertEqual(self.todo(note), ["t_om"])
        self.by("om", note).action_approve()
        self.assertEqual(note.approval_state, "approved")
        self.assertEqual(self.todo(note), [])
        steps = note.sudo().approval_step_ids.sorted("id")
        self.assertEqual(steps.mapped("verdict"), ["submitted", "approved", "approved"])
        self.assertEqual(steps[1].assignment_id, self.cards["pm"])
        self.assertEqual(steps[1].opinion, "agreed")
        self.assertEqual(steps[1].digest, note.approval_digest)

    def test_amount_bands_choose_the_steps(self):
        self.only(resolver="superior", name="small", amount_max=1000)
        self.line(["gm"], name="big", amount_min=1000)
        for amount, who in ((0, "t_pm"), (999.99, "t_pm"), (1000, "t_gm"), (50000, "t_gm")):
            with self.subTest(amount):
                self.assertEqual(self.waiting(self.pending(amount=amount)), {who})

    def test_a_gap_between_bands_is_told(self):
        self.only(resolver="superior", amount_min=10, amount_max=20)
        with self.assertRaisesRegex(UserError, "no step for the amount"):
            self.pending(amount=5)

    def test_departments_and_conditions_choose_the_template(self):
        self.template.department_ids = self.other
        other = self.template.copy({"department_ids": [Command.clear()], "sequence": -90})
        other.line_ids = [
            Command.create(
                {"name": "x", "resolver": "role", "role_ids": [Command.set(self.roles["gm"].ids)]}
            )
        ]
        note = self.pending()
        self.assertEqual(note.approval_template_id, other)
        other.domain = "[('amount', '>', 10)]"
        self.template.department_ids = self.centre
        self.assertEqual(self.pending().approval_template_id, self.template)

    def test_joint_signature_of_all_roles(self):
        self.only(["qa", "tr"], resolver="role", mode="all")
        note = self.pending()
        self.assertEqual(self.waiting(note), {"t_qa", "t_tr"})
        self.assertEqual(self.todo(note), ["t_qa", "t_tr"])
        self.by("qa", note).action_approve()
        self.assertEqual(self.waiting(note), {"t_tr"})
        with self.assertRaises(AccessError):
            self.by("qa", note).action_approve()
        self.by("tr", note).action_approve()
        self.assertEqual(note.approval_state, "approved")

    def test_joint_signature_of_any_role(self):
        self.only(["qa", "tr"], resolver="role", mode="any")
        note = self.pending()
        self.by("tr", note).action_approve()
        self.assertEqual(note.approval_state, "approved")

    def test_joint_signature_of_every_holder(self):
        second = self._person("t_qa2")
        self._assign(second, "qa", self.project)
        self.only(["qa"], resolver="role", mode="every")
        note = self.pending()
        self.by("qa", note).action_approve()
        self.assertEqual(self.waiting(note), {"t_qa2"})
        note.with_user(second.user_id).action_approve()
        self.assertEqual(note.approval_state, "approved")

    def test_manager_of_the_department_and_named_person(self):
        self.only(resolver="manager")
        self.line(resolver="person", user_ids=[Command.set(self.users["fin"].ids)])
        self.centre.manager_id = self.people["om"]
        note = self.pending()
        self.assertEqual(self.waiting(note), {"t_om"})
        self.by("om", note).action_approve()
        self.assertEqual(self.waiting(note), {"t_fin"})

    def test_the_requester_never_signs_the_role_above_does(self):
        self.only(["sv"], resolver="role")
        note = self.pending()
        self.assertEqual(self.waiting(note), {"t_pm"})
        with self.assertRaises(AccessError):
            self.by("sv", note).action_approve()
        self.assertIn("is the requester", note.approval_note)

    def test_a_vacant_role_goes_up_with_its_reason(self):
        self.only(["pm"], resolver="role")
        self.cards["pm"]._end()
        note = self.pending()
        self.assertEqual(self.waiting(note), {"t_om"})
        self.assertIn("Nobody holds the role", note.approval_note)

    def test_nobody_above_is_refused_never_approved(self):
        with self.assertRaisesRegex(UserError, "Nobody can sign"):
            self.pending("gm")

    def test_a_later_step_nobody_can_sign_waits_and_is_seen(self):
        self.line(["gm"], resolver="role")
        note = self.pending()
        self.by("pm", note).action_approve()
        self.cards["gm"]._end()
        self.by("om", note).action_approve()
        flow = note.sudo().approval_flow_id
        self.assertEqual((note.approval_state, flow.is_blocked), ("pending", True))
        adm = self.Flow.with_user(self.users["adm"])
        self.assertIn(flow.id, adm.search([("is_blocked", "=", True)]).ids)
        heir = self._person("t_gm2")
        self._assign(heir, "gm", self.top)
        self.assertEqual(self.waiting(note), {"t_gm2"})
        self.assertFalse(flow.is_blocked)

    def test_stand_in_signs_for_the_principal_and_gives_back(self):
        note = self.pending()
        acting = self._act("qa", "pm")
        self.assertEqual(self.todo(note), ["t_qa"])
        self.assertEqual(self.waiting(note), {"t_pm", "t_qa"})
        acting._end()
        self.assertEqual(self.todo(note), ["t_pm"])
        self.assertEqual(self.waiting(note), {"t_pm"})
        acting = self._act("tr", "pm")
        self.by("tr", note).action_approve()
        step = note.sudo().approval_step_ids.sorted("id")[-1]
        self.assertEqual(step.user_id, self.users["tr"])
        self.assertEqual(step.assignment_id, acting)
        self.assertEqual(step.principal_id, self.cards["pm"])

    def test_stand_in_who_is_the_requester_is_skipped_upward(self):
        self._act("sv", "pm")
        note = self.pending()
        self.assertEqual(self.waiting(note), {"t_pm", "t_om"})
        with self.assertRaises(AccessError):
            self.by("sv", note).action_approve()
        self.assertIn("stand-in", note.approval_note)

    def test_stand_in_who_signed_an_earlier_step_is_skipped_upward(self):
        note = self.pending()
        self._act("pm", "om")
        self.by("pm", note).action_approve()
        self.assertEqual(self.waiting(note), {"t_om", "t_gm"})
        with self.assertRaises(AccessError):
            self.by("pm", note).action_approve()

    def test_no_chains_of_stand_ins(self):
        self._act("qa", "pm")
        self._act("tr", "qa")
        self.assertEqual(self.waiting(self.pending()), {"t_pm", "t_qa"})

    def test_a_role_card_that_changes_moves_the_to_do_at_once(self):
        note = self.pending()
        heir = self._person("t_pm2")
        self._assign(heir, "pm", self.project)
        self.cards["pm"]._end()
        self.assertEqual(self.todo(note), ["t_pm2"])
        with self.assertRaises(AccessError):
            self.by("pm", note).action_approve()
        note.with_user(heir.user_id).action_approve()
        self.assertEqual(self.waiting(note), {"t_om"})

    def test_refusal_needs_a_reason_and_can_be_submitted_again(self):
        note = self.pending()
        with self.assertRaisesRegex(UserError, "opinion"):
            self.by("pm", note).action_refuse()
        self.by("pm", note).action_refuse("too dear")
        self.assertEqual(note.approval_state, "refused")
        self.assertEqual(self.todo(note), [])
        note.amount = 5
        note.action_submit()
        self.assertEqual(self.waiting(note), {"t_pm"})
        self.assertEqual(note.sudo().approval_flow_id.round, 2)

    def test_send_back_to_a_stage_asks_for_the_signature_again(self):
        note = self.pending()
        self.by("pm", note).action_approve()
        first = note.sudo().approval_flow_id.stage_ids[0]
        self.by("om", note).action_send_back(first.id, "look again")
        self.assertEqual(self.waiting(note), {"t_pm"})
        self.by("pm", note).action_approve()
        self.by("om", note).action_approve()
        self.assertEqual(note.approval_state, "approved")

    def test_send_back_to_the_requester(self):
        note = self.pending()
        self.by("pm", note).action_send_back(opinion="add the price")
        self.assertEqual(note.approval_state, "draft")
        self.assertTrue(note.can_submit)

    def test_send_back_to_a_stage_to_come_is_refused(self):
        note = self.pending()
        last = note.sudo().approval_flow_id.stage_ids[-1]
        with self.assertRaises(UserError):
            self.by("pm", note).action_send_back(last, "x")

    def test_added_signers_before_and_after(self):
        note = self.pending()
        self.by("pm", note).action_add_signer(self.users["qa"], "please look", "before")
        self.assertEqual(self.waiting(note), {"t_qa"})
        self.by("qa", note).action_approve()
        self.assertEqual(self.waiting(note), {"t_pm"})
        self.by("pm", note).action_add_signer(self.users["tr"].id, "and you", "after")
        self.assertEqual(self.waiting(note), {"t_pm"})
        for code in ("pm", "tr", "om"):
            self.by(code, note).action_approve()
        self.assertEqual(note.approval_state, "approved")

    def test_who_cannot_be_added(self):
        note = self.pending()
        for user in (self.users["sv"], self.users["pm"], self.clerk.user_id):
            with self.subTest(user.login), self.assertRaises(UserError):
                self.by("pm", note).action_add_signer(user, "x")

    def test_withdraw_is_the_requesters(self):
        note = self.pending()
        with self.assertRaises(UserError):
            self.by("pm", note).action_withdraw()
        note.action_withdraw()
        self.assertEqual((note.approval_state, self.todo(note)), ("draft", []))

    def test_an_edit_voids_what_is_pending(self):
        note = self.pending()
        self.by("pm", note).action_approve()
        note.amount = 9
        self.assertEqual(note.approval_state, "draft")
        self.assertEqual(note.sudo().approval_step_ids.sorted("id")[-1].verdict, "voided")
        note.action_submit()
        self.assertEqual(self.waiting(note), {"t_pm"}, "all sign again")

    def test_writing_the_same_value_voids_nothing(self):
        note = self.pending(amount=0.1 + 0.2)
        note.write({"amount": 0.1 + 0.2, "name": note.name})
        self.assertEqual(note.approval_state, "pending")

    def test_a_change_behind_the_back_is_found_when_signing(self):
        note = self.pending()
        self.env.flush_all()
        self.env.cr.execute("UPDATE ops_approval_note SET amount = 7 WHERE id = %s", note.ids)
        note.invalidate_recordset()
        self.by("pm", note).action_approve()
        self.assertEqual(note.approval_state, "draft")

    def test_reminder_then_the_superior_joins(self):
        self.only(resolver="superior", remind_hours=1, escalate_hours=2)
        note = self.pending()
        stage = note.sudo().approval_stage_id
        self.assertTrue(stage.remind_at < stage.escalate_at)
        stage.remind_at = datetime.now() - timedelta(hours=1)
        before = len(note.sudo().message_ids)
        self.Flow._remind_due()
        self.assertGreater(len(self.env["mail.message"].search([("res_id", "=", note.id)])), before)
        self.assertEqual(self.waiting(note), {"t_pm"})
        stage.escalate_at = datetime.now() - timedelta(hours=1)
        self.Flow._remind_due()
        self.assertEqual(self.waiting(note), {"t_pm", "t_om"})
        self.assertEqual(note.sudo().approval_step_ids.sorted("id")[-1].verdict, "escalated")
        self.by("om", note).action_approve()
        self.assertEqual(note.approval_state, "approved")

    def test_lists_of_each_person(self):
        note = self.pending()
        flow = note.sudo().approval_flow_id
        waiting = self.env.ref("ops_roles.action_approval_waiting").domain
        self.assertIn("waiting_user_ids", waiting)
        mine = [("waiting_user_ids", "in", [self.users["pm"].id]), ("state", "=", "pending")]
        self.assertEqual(self.Flow.with_user(self.users["pm"]).search(mine), flow)
        self.assertTrue(flow.with_user(self.users["pm"]).can_approve)
        self.assertFalse(self.Flow.with_user(self.users["om"]).search([]))
        found = self.Note.with_user(self.users["pm"]).search(
            [("approval_waiting_user_ids", "in", [self.users["pm"].id])]
        )
        self.assertEqual(found, note)

    def test_many_are_approved_together(self):
        flows = (self.pending() + self.pending()).sudo().approval_flow_id
        flows.with_user(self.users["pm"]).action_approve()
        self.assertEqual(flows.waiting_user_ids, self.users["om"])

    def test_opinion_dialog(self):
        note = self.pending()
        action = self.by("pm", note).action_open_opinion()
        wizard = (
            self.env["ops.approval.opinion"]
            .with_user(self.users["pm"])
            .with_context(**action["context"])
            .create({"opinion": "fine"})
        )
        self.by("pm", note).action_approve()
        with self.assertRaisesRegex(UserError, "moved on"):
            wizard.action_confirm()

    def test_deadline_counts_working_hours(self):
        stage = self.pending().sudo().approval_stage_id
        self.assertFalse(stage._after(0))
        self.assertGreaterEqual(stage._after(16) - stage._after(8), timedelta(hours=8))

    def test_template_lines_are_checked(self):
        for vals in (
            {"resolver": "role"},
            {"resolver": "person"},
            {"resolver": "superior", "level": 0},
            {"resolver": "superior", "amount_min": 5, "amount_max": 4},
            {"resolver": "superior", "remind_hours": -1},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self.line(**vals)
        with self.assertRaises(ValidationError):
            self.template.domain = "[('nosuch', '=', 1)]"
        with self.assertRaises(ValidationError):
            self.template.model_id = self.env["ir.model"]._get("res.partner")

    def _act(self, code, principal):
        return self.Assignment.create(
            {
                "employee_id": self.people[code].id,
                "kind": "acting",
                "acting_for_id": self.cards[principal].id,
                "date_from": "2026-01-01",
            }
        )
