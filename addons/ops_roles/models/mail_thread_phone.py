from odoo import models
from odoo.fields import Domain

from ..core.masking import written_forms
from ..fields import ConfidentialChar, is_trusted


class MailThreadPhone(models.AbstractModel):
    """The copy of a phone number kept for comparing is as confidential as the number."""

    _inherit = "mail.thread.phone"

    phone_sanitized = ConfidentialChar()
    phone_mobile_search = ConfidentialChar()

    def _search_phone_mobile_search(self, operator, value):
        """Users find a number in full, however it is written: with spaces, +86, 0086 or without."""
        if is_trusted(self.env) or not value or value is True:
            return super()._search_phone_mobile_search(operator, value)
        if operator in ("!=", "not in"):
            positive = {"!=": "=", "not in": "in"}[operator]
            return ~Domain(self._search_phone_mobile_search(positive, value))
        forms = set()
        for number in value if operator == "in" else [value]:
            forms |= written_forms(str(number))
        return self.sudo()._search_phone_mobile_search("in", sorted(forms))
