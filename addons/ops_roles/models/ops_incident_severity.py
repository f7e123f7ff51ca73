from odoo import fields, models


class OpsIncidentSeverity(models.Model):
    """How grave an incident is, who must know of it and within how many minutes."""

    _name = "ops.incident.severity"
    _description = "Severity of an incident"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    example = fields.Text("Examples", translate=True)
    notify_minutes = fields.Integer(
        "To be notified within (min)",
        required=True,
        help="Minutes from when it happened until everybody has confirmed to know of it.",
    )
    role_ids = fields.Many2many(
        "ops.role",
        string="Who must be notified",
        help="Holders of these roles in the department of the incident and those above it.",
    )

    _time = models.Constraint("CHECK(notify_minutes > 0)", "Enter the minutes: more than none.")
