from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.stock_count import scans


class OpsStockCounting(models.TransientModel):
    """The dialog in which goods are counted: serials scanned, or a quantity typed. Blind."""

    _name = "ops.stock.counting"
    _description = "Count goods"

    count_id = fields.Many2one("ops.stock.count", required=True)
    product_id = fields.Many2one("product.product", "Goods", domain=[("is_storable", "=", True)])
    tracking = fields.Selection(related="product_id.tracking")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    location_id = fields.Many2one(
        "stock.location",
        "Place",
        required=True,
        default=lambda self: self._default_location_id(),
    )
    quantity = fields.Float("Found", digits="Product Unit")
    codes = fields.Text(
        "Serials", help="One a line, as the scanner sends them. Lots: quantity behind a blank."
    )

    @api.model
    def _default_location_id(self):
        count = self.env["ops.stock.count"].browse(self.env.context.get("default_count_id"))
        return count.sudo().branch_id.warehouse_id.lot_stock_id.sudo(False)

    def action_enter(self):
        """Note what was found, and close."""
        self.ensure_one()
        self.count_id._enter(self._rows())

    def _rows(self) -> list:
        if self.product_id and self.tracking == "none":
            return [(self.product_id, self.env["stock.lot"], self.location_id, self.quantity)]
        found = self._scanned()
        if not found and self.product_id:
            # Nothing there: the entry without a serial says that somebody looked.
            return [(self.product_id, self.env["stock.lot"], self.location_id, 0)]
        self.count_id._check_counter()
        lots = self.count_id.sudo()._find_serials(found, self.product_id)
        return [
            (lots[code].product_id, lots[code], self.location_id, self._amount(lots[code], number))
            for code, number in found.items()
        ]

    def _scanned(self) -> dict:
        try:
            return scans(self.codes or "")
        except ValueError as error:
            raise UserError(
                self.env._("This line cannot be read: %s. Write serial, blank, quantity.", error)
            ) from error

    def _amount(self, lot, number):
        """A serial is one thing, however often it was scanned."""
        return 1 if lot.product_id.tracking == "serial" else number
