from odoo import models

from odoo.addons.ops_roles.fields import ConfidentialChar


class CrmTeamMember(models.Model):
    _inherit = "crm.team.member"

    phone = ConfidentialChar()

    def _confidential_open(self):
        return self.user_id == self.env.user
