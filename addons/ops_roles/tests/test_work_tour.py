from odoo.tests import HttpCase, tagged

from .common_work import WorkCase


@tagged("post_install", "-at_install")
class TestWorkTour(WorkCase, HttpCase):
    """Office work in the browser, each step as the role whose turn it is."""

    def test_directive_from_issue_to_check(self):
        self.start_tour("/odoo", "ops_directive_issue", login="t_dm")
        line = self.env["ops.directive.line"].search([("user_id", "=", self.users["sa"].id)])
        self.assertEqual(line.state, "issued")
        self.start_tour("/odoo", "ops_directive_execute", login="t_sa")
        self.assertEqual((line.state, line.progress), ("done", 100))
        self.start_tour("/odoo", "ops_directive_check", login="t_dm")
        self.assertEqual(line.directive_id.state, "closed")
        self.assertEqual(
            line.report_ids.mapped("kind"), ["issue", "receipt", "report", "done", "accept"]
        )

    def test_meeting_from_call_to_read_minutes(self):
        self.start_tour("/odoo", "ops_meeting_keep", login="t_om")
        meeting = self.env["ops.meeting"].search([("caller_id", "=", self.users["om"].id)])
        self.assertEqual(meeting.resolution_ids.directive_id.state, "conveyed")
        self.start_tour("/odoo", "ops_meeting_read", login="t_pm")
        self.assertFalse(meeting.unread_count)

    def test_incident_from_report_to_closure(self):
        severity = self.env["ops.incident.severity"].create(
            {"name": "Tour severity", "notify_minutes": 60, "role_ids": self.roles["pm"].ids}
        )
        self.start_tour("/odoo", "ops_incident_report", login="t_cs")
        self.start_tour("/odoo", "ops_incident_close", login="t_pm")
        incident = self.env["ops.incident"].search([("severity_id", "=", severity.id)])
        self.assertEqual(incident.closed_by_id, self.users["pm"])

    def test_month_plan_from_plan_to_rate(self):
        self.start_tour("/odoo/ops-month-plans", "ops_month_plan_draw_up", login="t_dm")
        plan = self.env["ops.month.plan"].search([("owner_id", "=", self.users["dm"].id)])
        self.assertEqual((plan.state, plan.rate), ("closed", 1.0))
        self.assertTrue(plan.item_ids.event_id)
