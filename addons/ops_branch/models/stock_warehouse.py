from odoo import fields, models


class StockWarehouse(models.Model):
    _name = "stock.warehouse"
    _inherit = ["stock.warehouse", "ops.branch.owned.mixin"]

    _ops_owner_paths = ("ops_branch_ids.department_id",)

    ops_branch_ids = fields.One2many("ops.branch", "warehouse_id", "Branches")
