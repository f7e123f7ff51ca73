from odoo import api, models


class OpsRoleAssignment(models.Model):
    """A role card that begins or ends moves what waits for signature at once."""

    _inherit = "ops.role.assignment"

    @api.model
    def _sync_reporting_line(self, employees):
        result = super()._sync_reporting_line(employees)
        self.env["ops.approval.flow"]._refresh_all()
        return result
