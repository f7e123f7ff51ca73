from odoo import api, fields, models


class OpsIndicator(models.Model):
    """What of a definition a reader is shown: fields of records closed to him cannot be drawn."""

    _inherit = "ops.indicator"

    is_readable = fields.Boolean("May read the records", compute="_compute_is_readable")

    @api.depends_context("uid")
    @api.depends("model", "den_model")
    def _compute_is_readable(self):
        for indicator in self:
            names = filter(None, (indicator.model, indicator.den_model))
            indicator.is_readable = all(
                name in self.env and self.env[name].has_access("read") for name in names
            )
