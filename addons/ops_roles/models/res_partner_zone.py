from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        """The zone of a company is remembered between requests: see ``_ops_tz``."""
        result = super().write(vals)
        if "tz" in vals and self.env["res.company"]._ops_partner_ids() & set(self.ids):
            self.env.registry.clear_cache()
        return result
