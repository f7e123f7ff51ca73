from odoo import api, fields, models


class OpsStockCountItem(models.Model):
    """Goods to be counted, as those who count see them: without any figure of the book."""

    _name = "ops.stock.count.item"
    _description = "Goods of a count"
    _inherit = ["ops.guarded.mixin"]
    _order = "count_id, is_left desc, product_id"
    _guarded = ("count_id", "product_id", "round", "entered_at", "is_left")

    count_id = fields.Many2one("ops.stock.count", required=True, index=True, ondelete="cascade")
    department_id = fields.Many2one(related="count_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="count_id.company_id", store=True, index=True)
    state = fields.Selection(related="count_id.state")
    product_id = fields.Many2one("product.product", "Goods", required=True, ondelete="restrict")
    tracking = fields.Selection(related="product_id.tracking")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    round = fields.Integer("Round", default=1, help="2 and more: asked for again.")
    entered_at = fields.Datetime("Last entry")
    is_left = fields.Boolean("Still to be counted", default=True)
    entered = fields.Float("Entered", compute="_compute_entered", digits="Product Unit")

    _once = models.UniqueIndex("(count_id, product_id)", "These goods are in the count already.")

    @api.depends("product_id", "count_id.name")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.product_id.display_name

    @api.depends("entered_at", "round")
    def _compute_entered(self):
        """One grouped query over the entries of the round that counts."""
        groups = (
            self.env["ops.stock.count.entry"]
            .sudo()
            ._read_group([("item_id", "in", self.ids)], ["item_id", "round"], ["quantity:sum"])
        )
        found = {(item.id, number): total for item, number, total in groups}
        for item in self:
            item.entered = found.get((item._origin.id, item.round), 0)

    def action_enter(self):
        """Open the dialog in which these goods are counted."""
        self.ensure_one()
        return self.count_id._counting_dialog(self)
