from markupsafe import escape

from odoo import api, models

from ..fields import is_trusted


class IrQwebFieldContact(models.AbstractModel):
    _inherit = "ir.qweb.field.contact"

    @api.model
    def value_to_html(self, value, options):
        """Odoo draws a contact in superuser mode: mask the phone as its reader sees it."""
        html = super().value_to_html(value, options)
        if not value or is_trusted(value.env):
            return html
        full, shown = value.sudo().phone, value.phone
        return html.replace(escape(full), escape(shown)) if full else html
