from odoo import models

from odoo.addons.ops_roles.fields import ConfidentialChar


class ProjectTask(models.Model):
    _inherit = "project.task"

    partner_phone = ConfidentialChar()

    def _inverse_partner_phone(self):
        """Hand the contact the number itself, not the mask this user sees of it."""
        for task in self:
            if task.partner_id:
                task.partner_id.phone = task.sudo().partner_phone
