"""What seldom happens to an approval, and must not break it."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common_approval import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalEdges(ApprovalCase):
    def flow(self, note):
        return note.sudo().approval_flow_id

    # ---------------------------------------------------------------- signers

    def test_one_refusal_ends_a_joint_signature(self):
        self.only(["qa", "tr", "fin"], resolver="role", mode="all")
        note = self.pending()
        self.by("qa", note).action_approve()
        self.by("tr", note).action_refuse("no")
        self.assertEqual((note.approval_state, self.todo(note)), ("refused", []))
        with self.assertRaisesRegex(UserError, "no longer in approval"):
            self.by("fin", note).action_approve()
        note.action_submit()
        self.assertEqual(self.waiting(note), {"t_qa", "t_tr", "t_fin"}, "all sign again")

    def test_nobody_signs_twice_in_a_joint_signature(self):
        self.only(["qa", "tr"], resolver="role", mode="all")
        note = self.pending()
        self.by("qa", note).action_approve()
        with self.assertRaises(AccessError):
            self.by("qa", note).action_approve()
        self.assertEqual(self.waiting(note), {"t_tr"})

    def test_a_named_signer_who_leaves_is_replaced_by_the_superior(self):
        both = self.users["qa"] + self.users["sv"]
        self.only(resolver="person", mode="all", user_ids=[Command.set(both.ids)])
        note = self.pending("tr")
        self.assertEqual(self.waiting(note), {"t_qa", "t_sv"})
        self.users["sv"].active = False
        self.assertEqual(self.waiting(note), {"t_qa", "t_pm"})
        self.by("qa", note).action_approve()
        self.assertEqual(note.approval_state, "pending", "his signature is not skipped")
        self.by("pm", note).action_approve()
        self.assertEqual(note.approval_state, "approved")

    def test_a_template_still_names_who_left(self):
        both = self.users["qa"] + self.users["sv"]
        self.only(resolver="person", mode="all", user_ids=[Command.set(both.ids)])
        self.users["sv"].active = False
        self.assertEqual(self.waiting(self.pending("tr")), {"t_qa", "t_pm"})

    def test_a_named_login_without_a_person_above_blocks(self):
        login = self._person("t_alone")
        self._assign(login, "qa", self.project)
        self.line(resolver="person", user_ids=[Command.set(login.user_id.ids)])
        note = self.pending()
        user = login.user_id
        login.user_id = False
        user.active = False
        self.by("pm", note).action_approve()
        self.by("om", note).action_approve()
        self.assertEqual(note.approval_state, "pending")
        self.assertTrue(self.flow(note).is_blocked)

    def test_a_superior_who_leaves_passes_it_on(self):
        note = self.pending()
        self.people["pm"].active = False
        self.assertEqual(self.waiting(note), {"t_om"})
        with self.assertRaises(AccessError):
            self.by("pm", note).action_approve()

    def test_who_leaves_between_opening_and_pressing_is_refused(self):
        note = self.pending()
        action = self.by("pm", note).action_open_opinion()
        wizard = self.env["ops.approval.opinion"].with_user(self.users["pm"])
        wizard = wizard.with_context(**action["context"]).create({"opinion": "x"})
        self.cards["pm"]._end()
        self.people["sv"].parent_id = self.people["om"]
        with self.assertRaises(UserError):
            wizard.action_confirm()
        self.assertEqual(note.approval_state, "pending")

    def test_a_stand_in_signs_again_what_was_sent_back(self):
        self.Assignment.create(
            {
                "employee_id": self.people["qa"].id,
                "kind": "acting",
                "acting_for_id": self.cards["pm"].id,
                "date_from": "2026-01-01",
            }
        )
        note = self.pending()
        for _turn in range(3):
            self.by("qa", note).action_approve()
            self.assertEqual(self.waiting(note), {"t_om"})
            self.by("om", note).action_send_back(self.flow(note).stage_ids[0], "again")
            self.assertEqual(self.waiting(note), {"t_pm", "t_qa"})
        steps = self.flow(note).step_ids.sorted("id")
        self.assertEqual(steps.mapped("attempt"), [0, 1, 1, 2, 2, 3, 3])

    def test_sending_back_and_submitting_never_skips_a_signature(self):
        note = self.pending()
        for turn in range(1, 4):
            self.by("pm", note).action_approve()
            self.by("om", note).action_send_back(None, "again")
            self.assertEqual(note.approval_state, "draft")
            note.action_submit()
            self.assertEqual((self.flow(note).round, self.waiting(note)), (turn + 1, {"t_pm"}))

    def test_an_added_signer_is_asked_again_after_sending_back(self):
        note = self.pending()
        self.by("pm", note).action_add_signer(self.users["qa"], "look", "after")
        self.by("pm", note).action_approve()
        self.by("qa", note).action_approve()
        self.by("om", note).action_send_back(self.flow(note).stage_ids[0], "again")
        self.by("pm", note).action_approve()
        self.assertEqual(self.waiting(note), {"t_qa"})

    def test_who_signs_two_steps_in_a_row_presses_once(self):
        self.only(resolver="superior", level=1)
        self.line(["pm"], resolver="role")
        self.line(["fin"], resolver="role")
        self.line(["pm"], resolver="role")
        note = self.pending()
        self.by("pm", note).action_approve("agreed")
        self.assertEqual(self.waiting(note), {"t_fin"})
        steps = self.flow(note).step_ids.sorted("id")
        self.assertEqual(steps.mapped("verdict"), ["submitted", "approved", "carried"])
        self.assertEqual(steps[-1].user_id, self.users["pm"])
        self.by("fin", note).action_approve("dear")
        self.assertEqual(self.waiting(note), {"t_pm"}, "asked again: he has not read finance")
        self.by("pm", note).action_approve()
        self.assertEqual(note.approval_state, "approved")

    def test_a_joint_step_still_asks_the_others(self):
        self.only(resolver="superior", level=1)
        self.line(["pm", "qa"], resolver="role", mode="all")
        note = self.pending()
        self.by("pm", note).action_approve()
        self.assertEqual(self.waiting(note), {"t_pm", "t_qa"})

    def test_a_stand_in_is_not_spared_the_next_step(self):
        self.Assignment.create(
            {
                "employee_id": self.people["qa"].id,
                "kind": "acting",
                "acting_for_id": self.cards["pm"].id,
                "date_from": "2026-01-01",
            }
        )
        self.only(["pm"], resolver="role")
        self.line(["qa"], resolver="role")
        note = self.pending()
        self.by("qa", note).action_approve()
        self.assertEqual(self.waiting(note), {"t_qa"})

    # ---------------------------------------------------------------- template, amount, content

    def test_an_archived_template_goes_on(self):
        note = self.pending()
        self.template.active = False
        self.by("pm", note).action_approve()
        self.by("om", note).action_approve()
        self.assertEqual(note.approval_state, "approved")

    def test_cents_at_the_edge_of_a_band(self):
        self.only(resolver="superior", amount_max=1000)
        self.line(["gm"], resolver="role", amount_min=1000)
        for amount, who in ((999.994, "t_pm"), (999.995, "t_gm"), (1000.004, "t_gm")):
            with self.subTest(amount):
                self.assertEqual(self.waiting(self.pending(amount=amount)), {who})

    def test_who_signs_what_was_changed_is_told(self):
        note = self.pending()
        self.env.flush_all()
        self.env.cr.execute("UPDATE ops_approval_note SET text = 'x' WHERE id = %s", note.ids)
        note.invalidate_recordset()
        bus = self.env["bus.bus"].sudo()
        self.env.cr.precommit.run()
        before = bus.search_count([("message", "like", "simple_notification")])
        self.by("pm", note).action_approve()
        self.env.cr.precommit.run()
        self.assertEqual(note.approval_state, "draft")
        self.assertEqual(bus.search_count([("message", "like", "simple_notification")]), before + 1)

    def test_sheet_is_printed_by_who_may_read_it(self):
        note = self.pending()
        self.by("pm", note).action_approve("agreed")
        sheet = self.env["report.ops_roles.opinion_sheet"]
        for code in ("sv", "pm", "om"):
            values = sheet.with_user(self.users[code])._get_report_values(self.flow(note).ids)
            self.assertEqual(values["docs"], self.flow(note))
        self.assertIn(("Request", "One more"), values["content"][self.flow(note).id])
        self.assertEqual(
            [(step.user_id.login, word) for step, word in values["decisions"][self.flow(note).id]],
            [("t_sv", "Submitted"), ("t_pm", "Approved")],
        )
        with self.assertRaises(AccessError):
            sheet.with_user(self.users["cs"])._get_report_values(self.flow(note).ids)

    # ---------------------------------------------------------------- deadlines

    def _china(self):
        company = self.env.company
        company.country_id = self.env.ref("base.cn")
        leaves = self.env["resource.calendar.leaves"]
        leaves.search([("ops_year", "!=", 0)]).unlink()
        leaves._ops_fill_year(company, 2026)
        hours = [(day, *span) for day in range(5) for span in ((9, 12), (13, 18))]
        company.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Nine to six",
                "tz": "Asia/Shanghai",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {"name": "x", "dayofweek": str(day), "hour_from": start, "hour_to": stop}
                    )
                    for day, start, stop in hours
                ],
            }
        )

    def test_deadlines_count_hours_the_company_works(self):
        self._china()
        self.only(resolver="superior", remind_hours=8, escalate_hours=16)
        for now, due, escalate in (  # UTC; the company is eight hours ahead
            ("2026-11-20 08:00:00", "2026-11-23 08:00:00", "2026-11-24 08:00:00"),
            ("2026-02-13 08:00:00", "2026-02-14 08:00:00", "2026-02-24 08:00:00"),
            ("2026-09-30 15:00:00", "2026-10-08 10:00:00", "2026-10-09 10:00:00"),
        ):
            with self.subTest(now), freeze_time(now):
                stage = self.pending().sudo().approval_stage_id
                self.assertEqual(str(stage.due_at), due)
                self.assertEqual(str(stage.escalate_at), escalate)

    def test_late_stays_late_after_the_reminder(self):
        self.only(resolver="superior", remind_hours=1)
        note = self.pending()
        past = datetime.now() - timedelta(hours=1)
        self.flow(note).stage_id.remind_at = self.flow(note).due_at = past
        self.Flow._remind_due()
        self.assertFalse(self.flow(note).stage_id.remind_at)
        self.assertTrue(self.flow(note).is_late)
        self.assertIn(self.flow(note), self.Flow.search([("is_late", "=", True)]))
        self.by("pm", note).action_approve()
        self.assertFalse(self.flow(note).is_late)

    def test_escalation_ends_at_the_top(self):
        self.only(resolver="superior", escalate_hours=1)
        note = self.pending()
        for expected in ({"t_pm", "t_om"}, {"t_pm", "t_om", "t_gm"}, {"t_pm", "t_om", "t_gm"}):
            self.flow(note).stage_id.escalate_at = datetime.now() - timedelta(hours=1)
            self.Flow._remind_due()
            self.assertEqual(self.waiting(note), expected)
        self.assertFalse(self.flow(note).stage_id.escalate_at, "nobody is above the top")
        self.assertEqual(self.Flow._remind_due(), (0, 0))

    def test_hours_have_a_limit(self):
        for hours in (-1, 2001):
            with self.subTest(hours), self.assertRaises(ValidationError):
                self.line(resolver="superior", remind_hours=hours)
