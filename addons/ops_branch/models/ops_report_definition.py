from odoo import fields, models


class OpsReportDefinition(models.Model):
    _inherit = "ops.report.definition"

    per_branch = fields.Boolean(
        "One for each branch", help="Drawn for every branch that is not closed, besides the others."
    )

    def _scopes(self):
        """Branches come in place of the top departments, and beside departments that are named."""
        if not self.per_branch:
            return super()._scopes()
        branches = self.env["ops.branch"].sudo().search([("state", "!=", "closed")])
        return self.department_ids | branches.department_id.with_env(self.env)
