from odoo import api, models
from odoo.fields import Domain

from .ops_home_find import Wanted


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if self.env.user.has_group("ops_roles.group_adm"):
            failed = Domain("state", "=", "failed") & Domain("is_latest", "=", True)
            reports = self.env["ops.report"]
            shown = ["name", "attempts"]
            searches["failed_reports"] = Wanted(reports, failed, shown, reports._order)
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self.env.user.has_group("ops_roles.group_adm"):
            cards.append(self._home_failed_reports())
        return cards

    def _home_failed_reports(self):
        return {
            "key": "failed_reports",
            "section": "late",
            "sequence": 40,
            "title": self.env._("Reports that could not be drawn"),
            "empty": self.env._("A report that fails appears here with its reason."),
            "action": "ops_roles.action_report_failed",
            "items": [
                self._home_failed_report(report) for report in self._home_found("failed_reports")
            ],
        }

    def _home_failed_report(self, report):
        return {
            "label": report.name,
            "state": "red",
            "action": {
                "type": "ir.actions.act_window",
                "res_model": "ops.report",
                "res_id": report.id,
                "views": [[False, "form"]],
            },
            "button": {
                "label": self.env._("Draw again"),
                "model": "ops.report",
                "method": "action_redraw",
                "args": [report.ids],
            },
        }
