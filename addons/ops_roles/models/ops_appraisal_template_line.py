from odoo import api, fields, models

from ..fields import OptionalFloat

SCOPES = [("employee", "Own figure"), ("department", "Figure of the department")]


class OpsAppraisalTemplateLine(models.Model):
    """One thing that is appraised, by an indicator or by hand, with its weight in percent.

    ``floor`` and ``cap`` are ratios of attainment (1 is reached); how points follow from them
    stands in ``core/appraisal.py`` and in ``formula_text``.
    """

    _name = "ops.appraisal.template.line"
    _description = "Line of an appraisal template"
    _order = "sequence, id"

    template_id = fields.Many2one(
        "ops.appraisal.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("What is appraised", required=True, translate=True)
    criterion = fields.Text("How it is scored", translate=True)
    indicator_id = fields.Many2one(
        "ops.indicator",
        string="Indicator",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: scored by hand.",
    )
    scope = fields.Selection(SCOPES, "Measured for", required=True, default="employee")
    target = OptionalFloat(
        "Standard",
        digits=(16, 6),
        help="Counts where no target is set for the period. In the unit of the indicator; percent"
        " are ratios.",
    )
    weight = fields.Float("Weight (%)", required=True, digits=(16, 2))
    floor = fields.Float("Nothing below", default=0.6, digits=(16, 4), help="Attainment, 1 = 100%.")
    cap = fields.Float("At most", default=1.2, digits=(16, 4), help="Attainment, 1 = 100%.")
    formula_text = fields.Char("Formula of the points", compute="_compute_formula_text")

    _weight = models.Constraint(
        "CHECK(weight > 0 AND weight <= 100)", "A weight is above 0 and at most 100."
    )
    _band = models.Constraint(
        "CHECK(floor >= 0 AND cap > floor)", "“At most” has to be above “nothing below”."
    )

    @api.depends_context("lang")
    @api.depends("indicator_id", "floor", "cap")
    def _compute_formula_text(self):
        for line in self:
            line.formula_text = self._formula_of(line.indicator_id, line.floor, line.cap)

    @api.model
    def _formula_of(self, indicator, floor, cap) -> str:
        """Return in words how points follow from the attainment of ``indicator``."""
        if not indicator:
            return self.env._("scored by hand, 0 to 100")
        ratio = (
            self.env._("target / actual")
            if indicator.direction == "lower"
            else self.env._("actual / target")
        )
        return self.env._(
            "100 × %(ratio)s; 0 below %(floor)g%%; at most %(cap)g",
            ratio=ratio,
            floor=floor * 100,
            cap=cap * 100,
        )
