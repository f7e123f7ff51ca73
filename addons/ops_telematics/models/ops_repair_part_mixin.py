from odoo import fields, models
from odoo.exceptions import UserError


class OpsRepairPartMixin(models.AbstractModel):
    """A part of a repair: seen with it, and changed until the repair is audited."""

    _name = "ops.repair.part.mixin"
    _description = "Part of a repair"
    _inherit = ["ops.open.part.mixin"]

    repair_id = fields.Many2one("repair.order", required=True, index=True, ondelete="cascade")
    department_id = fields.Many2one(
        related="repair_id.ops_department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="repair_id.company_id", store=True, index=True, precompute=True
    )

    def _check_open(self):
        """:raise UserError: for a repair that is closed or of somebody else"""
        super()._check_open()
        for repair in self.repair_id:
            repair._ops_check_worker()
            if repair.state == "cancel" or repair.ops_audit == "accepted":
                raise UserError(self.env._("%s is closed and stays as it is.", repair.name))
