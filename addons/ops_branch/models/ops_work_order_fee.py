"""Fees of a work order: proposed by its kind, charged by a native sale order when accepted."""

from odoo import api, fields, models
from odoo.fields import Command


class OpsWorkOrder(models.Model):
    _inherit = "ops.work.order"

    fee_ids = fields.One2many("ops.work.fee", "order_id", "Fees")
    fee_total = fields.Monetary("Fees in total", compute="_compute_fee_total", store=True)
    sale_order_id = fields.Many2one(
        "sale.order",
        "Sale order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.depends("fee_ids.amount", "is_warranty")
    def _compute_fee_total(self):
        for order in self:
            order.fee_total = 0 if order.is_warranty else sum(order.fee_ids.mapped("amount"))

    def _propose_fees(self):
        """Give new orders the usual fee of their kind, unless they are warranty (sudo)."""
        self.env["ops.work.fee"].create(
            [
                {"order_id": order.id, "product_id": order.kind_id.fee_product_id.id}
                for order in self
                if order.kind_id.fee_product_id and not order.is_warranty and not order.fee_ids
            ]
        )

    def _charge(self):
        """Bring the fees to a confirmed sale order of the branch; warranty charges none (sudo)."""
        self.ensure_one()
        if self.is_warranty or not self.fee_total or self.sale_order_id:
            return
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.partner_id.id,
                "team_id": self.branch_id.team_id.id,
                "warehouse_id": self.branch_id.warehouse_id.id,
                "company_id": self.company_id.id,
                "user_id": self.branch_id.manager_id.user_id.id,
                "origin": self.name,
                "order_line": [Command.create(fee._sale_line_vals()) for fee in self.fee_ids],
            }
        )
        sale.action_confirm()
        for fee, line in zip(self.fee_ids, sale.order_line, strict=True):
            fee.sale_line_id = line
        self.sale_order_id = sale

    def action_open_sale(self):
        """Show the sale order with the fees."""
        self.ensure_one()
        self.check_access("read")
        self.sale_order_id.check_access("read")
        return self.sale_order_id._get_records_action()


class OpsWorkFee(models.Model):
    _inherit = "ops.work.fee"

    def _sale_line_vals(self) -> dict:
        account = self.order_id.branch_id.analytic_account_id
        return {
            "product_id": self.product_id.id,
            "name": f"{self.order_id.name} {self.name}",
            "product_uom_qty": self.quantity,
            "price_unit": self.price_unit,
            "analytic_distribution": {str(account.id): 100},
        }
