from odoo import fields, models


class OpsAppraisalGrade(models.Model):
    """A grade of an appraisal template: the total it begins at, and its pay coefficient."""

    _name = "ops.appraisal.grade"
    _description = "Grade of an appraisal"
    _order = "minimum desc, id"

    template_id = fields.Many2one(
        "ops.appraisal.template", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("Grade", required=True)
    minimum = fields.Float("From total", required=True, digits=(16, 2))
    coefficient = fields.Float("Pay coefficient", required=True, default=1.0, digits=(16, 2))

    _once = models.UniqueIndex(
        "(template_id, minimum)", "Two grades of a template cannot begin at the same total."
    )
    _range = models.Constraint(
        "CHECK(minimum >= 0 AND coefficient >= 0)", "Totals and coefficients are 0 or more."
    )
