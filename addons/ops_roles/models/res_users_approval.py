from odoo import models


class ResUsers(models.Model):
    """A login that is closed no longer holds up what waits for its signature."""

    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals:
            self.env["ops.approval.flow"]._refresh_all()
        return result
