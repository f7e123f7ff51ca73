from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "ops.branch.owned.mixin"]

    _ops_owner_paths = ("team_id.ops_department_id", "warehouse_id.ops_department_id")
    _ops_partner_fields = ("partner_id", "partner_invoice_id", "partner_shipping_id")
