from odoo import fields, models


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "ops.branch.owned.mixin"]

    _ops_owner_paths = (
        "picking_type_id.warehouse_id.ops_department_id",
        "location_id.warehouse_id.ops_department_id",
        "location_dest_id.warehouse_id.ops_department_id",
    )

    ops_department_id = fields.Many2one(precompute=False)  # nor is the type of operation
