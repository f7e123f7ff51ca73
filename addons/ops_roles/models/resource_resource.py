from odoo import models

from ..fields import ConfidentialChar


class ResourceResource(models.Model):
    _inherit = "resource.resource"

    phone = ConfidentialChar()

    def write(self, vals):
        """Watch the login behind an employee: whose it is decides who has the access."""
        if "user_id" not in vals:
            return super().write(vals)
        employees = self.sudo().with_context(active_test=False).employee_id
        before = employees._ops_check_login(vals["user_id"])
        result = super().write(vals)
        employees._ops_login_changed(before)
        return result

    def _confidential_open(self):
        return self.sudo().user_id == self.env.user
