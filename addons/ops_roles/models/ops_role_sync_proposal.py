from odoo import api, models


class OpsRoleAssignment(models.Model):
    """A role card that begins or ends moves the proposals on its desk."""

    _inherit = "ops.role.assignment"

    @api.model
    def _sync_reporting_line(self, employees):
        result = super()._sync_reporting_line(employees)
        self.env["ops.proposal"]._refresh_all_desks()
        return result
