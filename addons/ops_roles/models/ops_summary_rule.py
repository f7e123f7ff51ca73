from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [
    ("daily", "Daily summary"),
    ("weekly", "Weekly summary"),
    ("monthly", "Monthly summary"),
    ("annual", "Annual summary"),
]


class OpsSummaryRule(models.Model):
    """Who owes which work summary by role card, when it is due and what it is pre-filled with."""

    _name = "ops.summary.rule"
    _description = "Who owes work summaries"
    _order = "sequence, id"

    kind = fields.Selection(KINDS, "Kind of summary", required=True, default="monthly")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    role_ids = fields.Many2many(
        "ops.role", "ops_summary_rule_role_rel", string="Role cards that owe it", required=True
    )
    due_days = fields.Integer(
        "Days to write it", default=3, required=True, help="Counted from the end of the period."
    )
    indicator_ids = fields.Many2many(
        "ops.indicator",
        "ops_summary_rule_indicator_rel",
        string="Own figures in it",
        help="Measured for the person himself and kept as they were at the end of the period.",
    )

    _due = models.Constraint("CHECK(due_days >= 0)", "Enter how many days there are to write it.")

    @api.depends("kind", "role_ids")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for rule in self:
            roles = ", ".join(rule.role_ids.mapped("name"))
            rule.display_name = f"{kinds.get(rule.kind, '')}: {roles}"

    @api.constrains("indicator_ids")
    def _check_indicators(self):
        for indicator in self.indicator_ids:
            if indicator.kind != "method" and not indicator.employee_path:
                raise ValidationError(
                    self.env._(
                        "%s is not measured by person. Give it a way to the person first.",
                        indicator.name,
                    )
                )
