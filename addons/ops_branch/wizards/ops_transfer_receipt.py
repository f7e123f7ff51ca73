from odoo import fields, models
from odoo.exceptions import UserError

from ..core.stock_count import scans


class OpsTransferReceipt(models.TransientModel):
    """The dialog in which the receiver enters what arrived, without seeing what was sent."""

    _name = "ops.transfer.receipt"
    _description = "Receive goods by count"

    transfer_id = fields.Many2one("ops.transfer", required=True)
    codes = fields.Text("Serials", help="One a line, as the scanner sends them.")
    line_ids = fields.One2many("ops.transfer.receipt.line", "receipt_id", "Goods without serials")

    def action_confirm(self):
        """Book in what arrived; what differs is noted and left to the decision."""
        self.ensure_one()
        self.transfer_id._check_end(self.transfer_id.receiver_id)
        self.transfer_id._receive({**self._serials(), **self.line_ids._quantities()})

    def _serials(self) -> dict:
        try:
            codes = scans(self.codes or "")
        except ValueError as error:
            raise UserError(
                self.env._("This line cannot be read: %s. Write serial, blank, quantity.", error)
            ) from error
        lots = self.env["stock.lot"].sudo()._ops_by_code(codes, [])
        unknown = [code for code in codes if code not in lots]
        if unknown:
            raise UserError(
                self.env._(
                    "Nothing is known of the serials %s. Check what you scanned; what came without"
                    " a paper is found by a stock count.",
                    ", ".join(unknown[:8]),
                )
            )
        return {
            (lot.product_id, lot): 1 if lot.product_id.tracking == "serial" else codes[code]
            for code, lot in lots.items()
        }


class OpsTransferReceiptLine(models.TransientModel):
    _name = "ops.transfer.receipt.line"
    _description = "Goods that arrived"

    receipt_id = fields.Many2one("ops.transfer.receipt", required=True, ondelete="cascade")
    product_id = fields.Many2one(
        "product.product",
        "Goods",
        required=True,
        domain=[("is_storable", "=", True), ("tracking", "=", "none")],
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    quantity = fields.Float("Arrived", required=True, digits="Product Unit")

    def _quantities(self) -> dict:
        """Return ``{(product, no lot): quantity}``.

        :raise UserError: for a quantity below zero, or goods that have serials
        """
        found, none = {}, self.env["stock.lot"].sudo()
        for line in self:
            if line.quantity < 0 or line.product_id.tracking != "none":
                raise UserError(
                    self.env._(
                        "%s: enter what arrived from 0 on; goods with serials are scanned.",
                        line.product_id.display_name,
                    )
                )
            key = (line.product_id.sudo(), none)
            found[key] = found.get(key, 0) + line.quantity
        return found
