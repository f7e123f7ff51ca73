from odoo import fields, models


class OpsCashReturn(models.TransientModel):
    """The dialog in which finance says why a day goes back."""

    _name = "ops.cash.return"
    _description = "Return a cash day"

    day_id = fields.Many2one("ops.cash.day", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Give the day back to the cashier with the reason."""
        self.ensure_one()
        self.day_id._return(self.reason)
