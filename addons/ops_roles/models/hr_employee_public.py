from odoo import models

from ..fields import ConfidentialChar


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    phone = ConfidentialChar()

    def _confidential_open(self):
        return self.sudo().user_id == self.env.user
