from odoo import models

from ..fields import ConfidentialChar


class HrVersion(models.Model):
    """Identity numbers of staff are confidential. They are copied: a new version of a contract
    keeps them, and Odoo makes it in superuser mode."""

    _inherit = "hr.version"

    identification_id = ConfidentialChar(copy=True)
    ssnid = ConfidentialChar(copy=True)
    passport_id = ConfidentialChar(copy=True)

    def _confidential_open(self):
        return self.sudo().employee_id.user_id == self.env.user
