from odoo import fields, models
from odoo.fields import NO_ACCESS


class OpsStockCountEntry(models.Model):
    """What somebody found: goods, serial or lot, place, quantity. Made by the counting dialog.

    ``book`` is what the book said at that moment; nobody reads it.
    """

    _name = "ops.stock.count.entry"
    _description = "Entry of a count"
    _order = "id desc"

    item_id = fields.Many2one("ops.stock.count.item", required=True, index=True, ondelete="cascade")
    count_id = fields.Many2one(related="item_id.count_id", store=True, index=True, precompute=True)
    department_id = fields.Many2one(related="count_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="count_id.company_id", store=True, index=True)
    product_id = fields.Many2one(related="item_id.product_id", store=True, precompute=True)
    round = fields.Integer(required=True)
    lot_id = fields.Many2one("stock.lot", "Serial or lot", index="btree_not_null")
    location_id = fields.Many2one("stock.location", "Place", required=True)
    quantity = fields.Float(required=True, digits="Product Unit")
    user_id = fields.Many2one("res.users", "Entered by", required=True)
    at = fields.Datetime("Entered at", required=True)
    book = fields.Float(groups=NO_ACCESS)

    _serial_once = models.UniqueIndex(
        "(item_id, round, lot_id, location_id) WHERE lot_id IS NOT NULL",
        "This serial is entered already.",
    )
    _not_below_zero = models.Constraint("CHECK (quantity >= 0)", "What is counted is zero or more.")

    def action_take_back(self):
        """Take entries back while the count is going on (who counts)."""
        for count, entries in self.grouped("count_id").items():
            count._check_counter()
            count._lock()
            count._check_working()
            items = entries.sudo().item_id
            entries.sudo().unlink()
            items._note_entries()
