from odoo import models


class RepairOrder(models.Model):
    _name = "repair.order"
    _inherit = ["repair.order", "ops.branch.owned.mixin"]

    _ops_owner_paths = (
        "picking_type_id.warehouse_id.ops_department_id",
        "location_id.warehouse_id.ops_department_id",
    )
    _ops_partner_fields = ("partner_id",)
