from odoo import models

_FLOOR = "floor_"


class OpsReportDefinition(models.Model):
    """Reports of the call floor are owed to whoever runs a client project, and above."""

    _inherit = "ops.report.definition"

    def _scopes(self):
        """Without departments of its own: running client projects and where they belong."""
        if self.department_ids or not self.builder.startswith(_FLOOR):
            return super()._scopes()
        running = self.env["ops.client.project"].search([("state", "=", "running")])
        return running.department_id | running.department_id.parent_id
