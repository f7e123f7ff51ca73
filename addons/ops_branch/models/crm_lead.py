from odoo import models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "ops.branch.owned.mixin"]

    _ops_owner_paths = ("team_id.ops_department_id",)
    _ops_partner_fields = ("partner_id",)
