from odoo import api, fields, models


class OpsGoodsMixin(models.AbstractModel):
    """A line of goods, perhaps one serial of them, with a difference and what that is worth."""

    _name = "ops.goods.mixin"
    _description = "Line of goods"

    product_id = fields.Many2one(
        "product.product",
        "Goods",
        required=True,
        ondelete="restrict",
        domain=[("is_storable", "=", True)],
    )
    lot_id = fields.Many2one(
        "stock.lot",
        "Serial or lot",
        domain="[('product_id', '=', product_id)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    difference = fields.Float(digits="Product Unit", copy=False)
    value = fields.Float(
        "Worth of the difference",
        compute="_compute_value",
        digits="Account",
        help="Difference × cost of the goods.",
    )

    @api.depends("product_id", "lot_id.name")
    def _compute_display_name(self):
        for line in self:
            names = (line.product_id.display_name, line.sudo().lot_id.name)
            line.display_name = " · ".join(filter(None, names))

    @api.depends("difference", "product_id")
    def _compute_value(self):
        for line in self:
            cost = line.sudo().product_id.with_company(line.company_id).standard_price
            line.value = line.difference * cost
