from odoo import api, models

from ..core.price_floor import Line

PRICED = {"product_id", "product_uom_qty", "product_uom_id", "price_unit", "discount"}


class SaleOrderLine(models.Model):
    """Prices of an order already confirmed stay above the floor too."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "ops.approval.part.mixin"]
    _approval_parent = "order_id"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._ops_check_confirmed()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if PRICED & vals.keys():
            self._ops_check_confirmed()
        return result

    def _ops_check_confirmed(self):
        priced = self.filtered(lambda one: not one.display_type and not one.is_downpayment)
        priced.order_id.filtered(lambda one: one.state == "sale")._ops_check_floor()

    def _ops_line(self, policy, clause, day):
        """Return what ``core.price_floor`` needs of this line; no clause, no floor.

        :param policy: the policy that counts, or None
        :param clause: its ``Floor`` for the seller, or None
        :param day: order date, for prices that depend on it
        """
        reference = (
            policy.pricelist_id._get_product_price(
                self.product_id,
                self.product_uom_qty or 1.0,
                currency=self.currency_id,
                uom=self.product_uom_id,
                date=day,
            )
            if policy and clause
            else 0.0
        )
        return Line(
            self,
            self.product_uom_qty,
            self.price_unit,
            self.discount,
            reference,
            clause.percent if clause else None,
        )
