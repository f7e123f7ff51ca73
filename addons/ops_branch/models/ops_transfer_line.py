from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsTransferLine(models.Model):
    """Goods of a transfer: what was sent and, after the receipt, what arrived."""

    _name = "ops.transfer.line"
    _description = "Goods of a transfer"
    _inherit = ["ops.guarded.mixin", "ops.open.part.mixin", "ops.goods.mixin"]
    _order = "transfer_id, id"
    _guarded = ("arrived", "difference")

    transfer_id = fields.Many2one("ops.transfer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="transfer_id.company_id", store=True, index=True)
    sender_department_id = fields.Many2one(
        related="transfer_id.sender_department_id", store=True, index=True, precompute=True
    )
    receiver_department_id = fields.Many2one(
        related="transfer_id.receiver_department_id", store=True, index=True, precompute=True
    )
    state = fields.Selection(related="transfer_id.state", store=True, precompute=True)
    tracking = fields.Selection(related="product_id.tracking")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    quantity = fields.Float("Sent", required=True, default=1, digits="Product Unit")
    arrived = fields.Float(digits="Product Unit", copy=False)
    difference = fields.Float(help="Arrived less sent.")

    _key = models.UniqueIndex(
        "(transfer_id, product_id, COALESCE(lot_id, 0))",
        "These goods stand in the transfer already. Change the quantity there.",
    )
    _not_below_zero = models.Constraint("CHECK (quantity >= 0)", "A quantity is zero or more.")

    @api.onchange("lot_id")
    def _onchange_lot_id(self):
        """A serial says which goods it is of."""
        if self.lot_id:
            self.product_id = self.lot_id.product_id

    def _check_open(self):
        """:raise UserError: what was sent stays as it was sent"""
        self.transfer_id._check_state("draft")
        for transfer in self.transfer_id:
            transfer._check_end(transfer.sender_id)

    def _check_sendable(self):
        """:raise UserError: nothing to send, or a serial is not named"""
        if not self:
            raise UserError(self.env._("Enter the goods that are sent first."))
        for line in self:
            unnamed = line.tracking != "none" and not line.lot_id
            if unnamed or line.quantity <= 0 or (line.tracking == "serial" and line.quantity != 1):
                raise UserError(
                    self.env._(
                        "%s: enter a quantity above zero; of goods with serials one line each.",
                        line.display_name,
                    )
                )

    def _quantities(self) -> dict:
        """Return ``{(product, lot or none): quantity}`` that was sent."""
        return {(line.product_id, line.lot_id): line.quantity for line in self if line.quantity}

    def _differences(self, sign) -> dict:
        """Return what is missing (``sign`` -1) or too much (1), above zero."""
        return {
            (line.product_id, line.lot_id): abs(line.difference)
            for line in self
            if line.difference * sign > 0
        }
