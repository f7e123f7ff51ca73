from odoo import fields, models


class OpsIncident(models.Model):
    _inherit = "ops.incident"

    ops_branch_id = fields.Many2one(
        related="department_id.ops_branch_id", string="Branch", store=True, index="btree_not_null"
    )

    def action_report_quick(self):
        """Close the short form that has just been saved; whoever must know is told already."""
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s is reported.", self.display_name),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
