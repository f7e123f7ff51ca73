from odoo import models

from odoo.addons.ops_roles.fields import ConfidentialChar


class CrmLead(models.Model):
    """Leads belong to the branch of their team; their phone is as confidential as a contact's.

    Where Odoo copies the number on behalf of a user (to the customer, into a merged lead, into
    its written form) it copies the number itself, not the mask this user sees.
    """

    _name = "crm.lead"
    _inherit = ["crm.lead", "ops.branch.owned.mixin"]

    _ops_owner_paths = ("team_id.ops_department_id",)
    _ops_partner_fields = ("partner_id",)

    phone = ConfidentialChar()
    phone_sanitized = ConfidentialChar()  # crm declares it anew

    def _inverse_phone(self):
        for lead in self:
            full = lead.sudo()
            if full._get_partner_phone_update(force_void=False):
                lead.partner_id.phone = full.phone

    def _onchange_phone_validation(self):
        return super(CrmLead, self.sudo())._onchange_phone_validation()

    def _merge_data(self, fnames=None):
        data = super()._merge_data(fnames)
        if data.get("phone"):
            data["phone"] = next(lead.phone for lead in self.sudo() if lead.phone)
        return data

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        values = super()._prepare_customer_values(partner_name, is_company, parent_id)
        return {**values, "phone": self.sudo().phone}
