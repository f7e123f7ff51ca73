from odoo.tests import HttpCase, tagged

from .common_appraisal import AppraisalCase


@tagged("post_install", "-at_install")
class TestAppraisalTour(AppraisalCase, HttpCase):
    """A supervisor assesses himself, the project manager scores, the supervisor appeals."""

    def test_from_the_home_page_to_the_appeal(self):
        sheet = self._started()["sv"]
        self.start_tour("/odoo", "ops_appraisal_self", login="t_sv", timeout=300)
        self.assertEqual(sheet.state, "score")
        self.start_tour("/odoo", "ops_appraisal_score", login="t_pm", timeout=300)
        self.assertRecordValues(sheet, [{"state": "confirm", "total": 88.0}])
        self._as(sheet, "om").action_confirm()
        self.start_tour("/odoo", "ops_appraisal_appeal", login="t_sv", timeout=300)
        self.assertRecordValues(
            sheet, [{"state": "appealed", "appeal_reason": "Please look again"}]
        )

    def test_a_head_starts_the_month_in_two_clicks(self):
        self.template.active = False  # those shipped with the suite are for all roles
        self.start_tour("/odoo", "ops_appraisal_start", login="t_dm", timeout=300)
        cycle = self.env["ops.appraisal.cycle"].search([("started_by_id.login", "=", "t_dm")])
        self.assertEqual((cycle.state, cycle.department_id), ("running", self.project))
