from odoo import models


class StockMoveLine(models.Model):
    _name = "stock.move.line"
    _inherit = ["stock.move.line", "ops.branch.owned.mixin"]

    _ops_owner_paths = (
        "move_id.ops_department_id",
        "picking_id.ops_department_id",
        "location_id.warehouse_id.ops_department_id",
        "location_dest_id.warehouse_id.ops_department_id",
    )
