from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common_work import WorkCase


@tagged("post_install", "-at_install")
class TestWorkHandover(WorkCase):
    """Directives and meetings go to a stand-in and come back; nobody checks his own work."""

    def setUp(self):
        super().setUp()
        self.env["mail.activity"].search([("user_id", "=", self.users["pm"].id)]).unlink()

    def _acting(self, taker):
        wizard = (
            self.env["ops.role.assign"]
            .with_user(self.users["adm"])
            .create(
                {
                    "kind": "acting",
                    "holder_id": self.cards["pm"].id,
                    "employee_id": self.people[taker].id,
                    "date_from": self.env.company._ops_today(),
                }
            )
        )
        listed = {(line.res_model, line.res_id) for line in wizard.line_ids}
        wizard.action_confirm()
        return listed

    def _rows(self):
        rows = self.env["ops.role.handover"].search([("from_user_id", "=", self.users["pm"].id)])
        return {(row.res_model, row.res_id): row.state for row in rows}

    def _end(self):
        rows = self.env["ops.role.handover"].search([("from_user_id", "=", self.users["pm"].id)])
        rows.assignment_id.with_user(self.users["adm"]).action_end()

    def test_what_is_to_be_done_goes_and_comes_back(self):
        line = self._directive("om", "pm").line_ids
        listed = self._acting("qa")
        self.assertEqual(listed, {("ops.directive.line", line.id)})
        self.assertEqual(line.user_id, self.users["qa"])
        todo = line.activity_ids
        self.assertEqual((todo.user_id, len(todo)), (self.users["qa"], 1))
        self._as("qa", line).action_receive()
        self.assertEqual(line.report_ids.mapped("kind"), ["issue", "handover", "receipt"])
        self._end()
        self.assertEqual(line.activity_ids.user_id, self.users["pm"])
        self.assertEqual(self._rows(), {("ops.directive.line", line.id): "returned"})

    def test_what_is_to_be_checked_goes_too(self):
        line = self._directive("pm", "cs").line_ids
        self._done("cs", line)
        self._acting("qa")
        self.assertEqual(line.activity_ids.user_id, self.users["qa"])
        self._as("qa", line).action_accept()
        self.assertEqual(line.state, "closed")
        self._end()
        self.assertEqual(self._rows(), {("ops.directive.line", line.id): "done"})

    def test_nobody_comes_to_check_his_own_work(self):
        checked_by_taker = self._directive("qa", "pm", checker_id=self.users["qa"].id).line_ids
        done_by_taker = self._directive("pm", "qa").line_ids
        shared = self._directive("om", "pm", "qa").line_ids
        self._acting("qa")
        for line in checked_by_taker | done_by_taker | shared:
            with self.subTest(line.display_name):
                self.assertNotEqual(line.user_id, line.checker_id)
        self.assertEqual(set(self._rows().values()), {"kept"})
        self.assertEqual(shared.user_id, self.users["pm"] | self.users["qa"])

    def test_a_meeting_goes_with_its_event(self):
        meeting = (
            self.env["ops.meeting"]
            .with_user(self.users["pm"])
            .create(
                {
                    "name": "Weekly",
                    "start": fields.Datetime.now() + timedelta(days=2),
                    "invited_ids": [Command.set(self.users["cs"].ids)],
                }
            )
        )
        listed = self._acting("qa")
        self.assertEqual(listed, {("ops.meeting", meeting.id)})
        event = meeting.event_id.sudo()
        self.assertEqual((meeting.caller_id, meeting.recorder_id), (self.users["qa"],) * 2)
        self.assertEqual(event.user_id, self.users["qa"])
        self.assertIn(self.users["qa"].partner_id, event.partner_ids)
        self._as("qa", meeting).action_hold()
        self._end()
        self.assertEqual(meeting.caller_id, self.users["pm"])
        self.assertEqual(self._rows(), {("ops.meeting", meeting.id): "returned"})
