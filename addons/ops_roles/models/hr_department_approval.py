from odoo import models


class HrDepartment(models.Model):
    """A new manager of a department gets what waits for his signature at once."""

    _inherit = "hr.department"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"manager_id", "parent_id"}:
            self.env["ops.approval.flow"]._refresh_all()
        return result
