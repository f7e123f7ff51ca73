from odoo import models


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "ops.branch.owned.mixin"]

    _ops_owner_paths = ("order_id.ops_department_id",)
