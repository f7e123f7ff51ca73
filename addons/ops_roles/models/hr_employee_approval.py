from odoo import models

MOVES = {"parent_id", "user_id", "resource_id", "active"}


class HrEmployee(models.Model):
    """A new superior, login or departure moves what waits for signature at once."""

    _inherit = "hr.employee"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & MOVES:
            self.env["ops.approval.flow"]._refresh_all()
        return result
