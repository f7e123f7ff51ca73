from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common_work import WorkCase


@tagged("post_install", "-at_install")
class TestReportTour(WorkCase, HttpCase):
    def test_project_manager_draws_and_drills_down(self):
        self.env.company.partner_id.lang = "en_US"
        definition = self.env["ops.report.definition"].create(
            {
                "name": "Tour report",
                "code": "tour",
                "builder": "directives",
                "period": "day",
                "role_ids": [Command.set(self.roles["pm"].ids)],
            }
        )
        line = self._directive("pm", "cs").line_ids
        line.sudo().issued_at = self._day(-1)
        self.env["ops.report"]._draw(definition, self.project, self._day(-1), self._day(-1))
        self.start_tour("/odoo/ops-reports", "ops_report_read", login="t_pm")
