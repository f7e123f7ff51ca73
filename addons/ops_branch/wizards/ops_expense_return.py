from odoo import fields, models


class OpsExpenseReturn(models.TransientModel):
    """The dialog in which a reviewer says why costs go back to who handed them in."""

    _name = "ops.expense.return"
    _description = "Return costs of an expense report"

    line_ids = fields.Many2many("ops.expense.report.line", string="Costs", required=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Return the lines with the reason."""
        self.ensure_one()
        self.line_ids._return(self.reason)
