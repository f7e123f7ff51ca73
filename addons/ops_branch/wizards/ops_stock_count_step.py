from odoo import fields, models


class OpsStockCountStep(models.TransientModel):
    """The dialog in which the reviewer says why a count is returned or given up."""

    _name = "ops.stock.count.step"
    _description = "Return or cancel a count"

    count_id = fields.Many2one("ops.stock.count", required=True)
    kind = fields.Selection([("return", "Count again"), ("cancel", "Give up")], required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Do it, with the reason."""
        self.ensure_one()
        if self.kind == "return":
            self.count_id._return(self.reason)
        else:
            self.count_id._cancel(self.reason)
