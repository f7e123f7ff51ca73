from odoo import api, fields, models


class OpsRoleAssignment(models.Model):
    _inherit = "ops.role.assignment"

    @api.model
    def _cron_sync_access(self):
        """Besides what begins and ends: people past their last day go."""
        result = super()._cron_sync_access()
        # A day ahead: whose day is over is asked in the time zone of each company.
        left = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("departure_date", "<=", fields.Date.today()),
                    ("user_id.active", "=", True),
                ]
            )
        )
        left._ops_end_departed()
        return result
