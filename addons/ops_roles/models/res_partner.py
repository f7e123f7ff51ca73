from odoo import api, models
from odoo.fields import Domain

from ..core.masking import is_full_number
from ..fields import ConfidentialChar


class ResPartner(models.Model):
    """Phones of people and customers are confidential; our own companies' and one's own are not."""

    _inherit = "res.partner"

    phone = ConfidentialChar()

    def _confidential_open(self):
        return (
            self.env.user.partner_id == self
            or self.id in self.env["res.company"]._ops_partner_ids()
        )

    @api.model
    def _search_display_name(self, operator, value):
        """A full phone number finds its contact wherever a contact is looked up by name."""
        domain = super()._search_display_name(operator, value)
        if operator in ("ilike", "=") and isinstance(value, str) and is_full_number(value):
            return Domain(domain) | Domain("phone_mobile_search", "=", value)
        return domain

    def _onchange_phone_validation(self):
        """Format the number itself, not its mask."""
        return super(ResPartner, self.sudo())._onchange_phone_validation()
