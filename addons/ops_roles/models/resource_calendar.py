from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        """The zone of a company is remembered between requests: see ``_ops_tz``."""
        result = super().write(vals)
        if "tz" in vals:
            self.env.registry.clear_cache()
        return result
