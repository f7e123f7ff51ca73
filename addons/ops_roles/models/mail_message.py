from odoo import models

from odoo.addons.mail.tools.discuss import Store

from ..core.masking import is_masked, unmask
from ..fields import ConfidentialProse, MaskedChar, MaskedHtml


class MailMessage(models.Model):
    """Numbers people write in messages are kept in full and shown masked."""

    _inherit = "mail.message"

    subject = MaskedChar()
    body = MaskedHtml()
    preview = ConfidentialProse(compute_sudo=True)

    def write(self, vals):
        if is_masked(vals.get("body")) and len(self) == 1:
            # Whoever edits a message edits what he saw.
            body = vals["body"]
            vals = {**vals, "body": type(body)(unmask(str(body), str(self.sudo().body)))}
        return super().write(vals)

    def _field_store_repr(self, field_name):
        """Messages are pushed to browsers in superuser mode: mask them on their way, too."""
        if field_name in ("subject", "body", "preview"):
            field = self._fields[field_name]
            return [Store.Attr(field_name, lambda message: field.mask(message[field_name]))]
        return super()._field_store_repr(field_name)
