from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class OpsWorkFee(models.Model):
    """What the customer pays for a work order; a line of a native sale order at acceptance."""

    _name = "ops.work.fee"
    _description = "Fee of a work order"
    _inherit = ["ops.guarded.mixin", "ops.open.part.mixin", "ops.work.part.mixin"]
    _order = "order_id, id"
    _guarded = ("sale_line_id",)

    product_id = fields.Many2one(
        "product.product",
        "Service",
        required=True,
        ondelete="restrict",
        domain=[("type", "=", "service"), ("sale_ok", "=", True)],
    )
    name = fields.Char(
        "Wording", compute="_compute_name", store=True, readonly=False, precompute=True
    )
    quantity = fields.Float(default=1, required=True, digits="Product Unit")
    price_unit = fields.Monetary(
        "Price", compute="_compute_price_unit", store=True, readonly=False, precompute=True
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sale_line_id = fields.Many2one(
        "sale.order.line", "Order line", index="btree_not_null", ondelete="set null", readonly=True
    )

    _worth = models.Constraint(
        "CHECK (quantity > 0 AND price_unit >= 0)", "Quantity and price are not below zero."
    )

    @api.depends("product_id")
    def _compute_name(self):
        for fee in self:
            fee.name = fee.product_id.name

    @api.depends("product_id")
    def _compute_price_unit(self):
        for fee in self:
            fee.price_unit = fee.product_id.lst_price

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for fee in self:
            fee.amount = fee.quantity * fee.price_unit

    def _check_open(self):
        """:raise AccessError: for who does not run the branch nor made the request"""
        for order in self.order_id:
            own = order.state == "draft" and order.create_uid == self.env.user
            if not (own or self.env.user.has_group("ops_roles.group_bm")):
                raise AccessError(self.env._("Fees are set by the branch manager."))
            if order.state in ("accepted", "cancelled"):
                raise UserError(self.env._("%s is closed and stays as it is.", order.display_name))
