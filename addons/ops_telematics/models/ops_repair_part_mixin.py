from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsRepairPartMixin(models.AbstractModel):
    """A part of a repair: seen with it, and changed until the repair is audited."""

    _name = "ops.repair.part.mixin"
    _description = "Part of a repair"

    repair_id = fields.Many2one("repair.order", required=True, index=True, ondelete="cascade")
    department_id = fields.Many2one(
        related="repair_id.ops_department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="repair_id.company_id", store=True, index=True, precompute=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_open()
        return parts

    def write(self, vals):
        self._check_open()
        result = super().write(vals)
        self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._check_open()

    def _check_open(self):
        """:raise UserError: for a repair that is closed or of somebody else"""
        for repair in self.repair_id if not self.env.su else ():
            repair._ops_check_worker()
            if repair.state == "cancel" or repair.ops_audit == "accepted":
                raise UserError(self.env._("%s is closed and stays as it is.", repair.name))
