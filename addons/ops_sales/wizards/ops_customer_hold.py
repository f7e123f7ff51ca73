from odoo import fields, models


class OpsCustomerHold(models.TransientModel):
    """Asks why a customer goes on hold."""

    _name = "ops.customer.hold"
    _description = "Put a customer on hold"

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Put him on hold."""
        self.ensure_one()
        self.partner_id._ops_check_holder()
        self.partner_id.sudo()._ops_put_on_hold(self.reason)
        return {"type": "ir.actions.act_window_close"}
