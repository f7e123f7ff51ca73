from odoo import models


class StockQuant(models.Model):
    """``quantity`` follows from moves alone: Odoo lets stock users write it by RPC."""

    _name = "stock.quant"
    _inherit = ["stock.quant", "ops.branch.owned.mixin"]
    _guarded = ("quantity", "reserved_quantity")

    _ops_owner_paths = ("location_id.warehouse_id.ops_department_id",)
