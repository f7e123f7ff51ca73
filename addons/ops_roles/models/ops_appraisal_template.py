from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.appraisal import weights_complete


class OpsAppraisalTemplate(models.Model):
    """What the holders of some role cards are appraised by: weighted lines and grades.

    It may be changed at any time: a cycle copies the lines when it begins.
    """

    _name = "ops.appraisal.template"
    _description = "Appraisal template"
    _order = "sequence, id"

    name = fields.Char("Template", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    role_ids = fields.Many2many(
        "ops.role", "ops_appraisal_template_role_rel", string="For role cards", required=True
    )
    confirm_role_ids = fields.Many2many(
        "ops.role",
        "ops_appraisal_template_confirm_rel",
        string="Confirmed by",
        help="A holder in charge of the department confirms what the superior has scored and"
        " decides appeals. Empty: nobody has to confirm.",
    )
    line_ids = fields.One2many(
        "ops.appraisal.template.line", "template_id", string="What is appraised", copy=True
    )
    grade_ids = fields.One2many("ops.appraisal.grade", "template_id", string="Grades", copy=True)
    weight_total = fields.Float("Sum of weights", compute="_compute_weight_total", digits=(16, 2))
    is_complete = fields.Boolean("Weights are 100 %", compute="_compute_weight_total")

    @api.depends("line_ids.weight")
    def _compute_weight_total(self):
        for template in self:
            weights = template.line_ids.mapped("weight")
            template.weight_total = sum(weights)
            template.is_complete = weights_complete(weights)

    def _check_ready(self):
        """:raise ValidationError: a template that cannot be used yet, with what is missing"""
        for template in self:
            if not template.is_complete:
                raise ValidationError(
                    self.env._(
                        "%(name)s: the weights sum to %(total)g. Make them 100.",
                        name=template.name,
                        total=template.weight_total,
                    )
                )
            if 0 not in template.grade_ids.mapped("minimum"):
                raise ValidationError(
                    self.env._("%s: the lowest grade has to begin at 0.", template.name)
                )

    def _bands(self) -> list:
        """Return ``[(minimum, name, coefficient)]`` of the grades."""
        return [(one.minimum, one.name, one.coefficient) for one in self.grade_ids]
