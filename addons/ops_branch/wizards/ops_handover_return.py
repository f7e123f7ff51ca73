from odoo import fields, models


class OpsHandoverReturn(models.TransientModel):
    """The dialog in which who checks says why papers go back."""

    _name = "ops.handover.return"
    _description = "Return papers"

    line_ids = fields.Many2many("ops.handover.line", required=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Return the papers with the reason."""
        self.ensure_one()
        self.line_ids._judge("returned", self.reason)
