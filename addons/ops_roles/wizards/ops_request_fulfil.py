from odoo import fields, models
from odoo.exceptions import UserError


class OpsRequestFulfil(models.TransientModel):
    """The dialog in which finance orders or pays what a request was granted."""

    _name = "ops.request.fulfil"
    _description = "Fulfil a request"

    request_id = fields.Many2one("ops.request", string="Request", required=True)
    kind = fields.Selection(related="request_id.kind")
    vendor_id = fields.Many2one("res.partner", string="Vendor")

    def action_order(self):
        """Open a request for quotation at the vendor."""
        return self.request_id._draft_order(self._vendor())

    def action_bill(self):
        """Draft a vendor bill."""
        return self.request_id._draft_bill(self._vendor())

    def action_advance(self):
        """Draft expenses of the requester."""
        return self.request_id._draft_expenses()

    def _vendor(self):
        self.ensure_one()
        if not self.vendor_id:
            raise UserError(self.env._("Choose the vendor first."))
        return self.vendor_id
