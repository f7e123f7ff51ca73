from odoo import api, fields, models


class OpsIncidentMeasure(models.Model):
    """What was done about an incident, by whom and when; added, never changed."""

    _name = "ops.incident.measure"
    _description = "Measure taken"
    _inherit = ["ops.guarded.mixin"]
    _order = "id"
    _guarded = ("at", "user_id")

    incident_id = fields.Many2one("ops.incident", required=True, index=True, ondelete="cascade")
    text = fields.Text("What was done", required=True)
    at = fields.Datetime("Taken at", readonly=True, default=lambda self: fields.Datetime.now())
    user_id = fields.Many2one(
        "res.users",
        string="Taken by",
        readonly=True,
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )

    @api.model_create_multi
    def create(self, vals_list):
        measures = super().create(vals_list)
        measures.incident_id._check_part()
        return measures
