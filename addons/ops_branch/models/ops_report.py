from odoo import models
from odoo.fields import Domain


class OpsReport(models.Model):
    _inherit = "ops.report"

    def _open_last_day(self):
        """Return the action of the last day report of the user's branch; of all, while it has none.

        It is drawn in the morning after the day.
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_report")
        of_day = Domain("definition_id", "=", self.env.ref("ops_branch.report_branch_day").id)
        here = Domain("department_id", "=", self.env.user._ops_branch().sudo().department_id.id)
        last = self.search(of_day & here & Domain("is_latest", "=", True), limit=1)
        if not last:
            return {**action, "domain": list(of_day), "context": {}}
        return {**action, "views": [[False, "form"]], "res_id": last.id}
