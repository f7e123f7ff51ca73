from odoo import models


class StockQuant(models.Model):
    _name = "stock.quant"
    _inherit = ["stock.quant", "ops.branch.owned.mixin"]

    _ops_owner_paths = ("location_id.warehouse_id.ops_department_id",)
