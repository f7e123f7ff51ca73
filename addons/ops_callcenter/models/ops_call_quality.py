from odoo import models


class OpsCall(models.Model):
    """Calls that can be drawn for listening, found without reading the others."""

    _inherit = "ops.call"

    _to_draw = models.Index("(project_id, day) WHERE has_recording")
