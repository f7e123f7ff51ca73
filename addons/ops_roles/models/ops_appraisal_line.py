from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.appraisal import valid_score
from ..fields import OptionalFloat
from .ops_appraisal_template_line import SCOPES

#: Scores people type, and the field of the appraisal that tells whether they may now.
TYPED = {
    "self_score": "may_self",
    "superior_score": "may_score",
    "remark": "may_score",
    "decided_score": "may_decide",
}


class OpsAppraisalLine(models.Model):
    """One weighted line of a score sheet, copied from the template when the cycle began.

    Measured points follow from the indicator and are typed by nobody; where there is no figure,
    and on lines without an indicator, the superior scores. Scores are points, 100 is what is
    asked. ``decided_score`` is set by who decides an appeal and leaves the others as they were.
    """

    _name = "ops.appraisal.line"
    _description = "Line of a score sheet"
    _inherit = ["ops.guarded.mixin"]
    _order = "sequence, id"
    _guarded = (
        *("appraisal_id", "sequence", "name", "criterion", "indicator_id", "scope", "weight"),
        *("floor", "cap", "standard", "actual", "target", "attainment", "measured_score"),
    )

    appraisal_id = fields.Many2one(
        "ops.appraisal", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    name = fields.Char("What is appraised", readonly=True, translate=True)
    criterion = fields.Text("How it is scored", readonly=True, translate=True)
    indicator_id = fields.Many2one(
        "ops.indicator", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    scope = fields.Selection(SCOPES, "Measured for", readonly=True)
    weight = fields.Float("Weight (%)", readonly=True, digits=(16, 2))
    floor = fields.Float("Nothing below", readonly=True, digits=(16, 4))
    cap = fields.Float("At most", readonly=True, digits=(16, 4))
    standard = OptionalFloat(readonly=True, digits=(16, 6))
    actual = OptionalFloat(readonly=True, digits=(16, 6), aggregator=None)
    target = OptionalFloat(readonly=True, digits=(16, 6), aggregator=None)
    attainment = OptionalFloat(readonly=True, digits=(16, 4), aggregator="avg")
    measured_score = OptionalFloat("Measured points", readonly=True, digits=(16, 2))
    self_score = OptionalFloat("Own score", digits=(16, 2))
    superior_score = OptionalFloat("Score of the superior", digits=(16, 2))
    remark = fields.Char("Reason of the score")
    decided_score = OptionalFloat("Decided on appeal", digits=(16, 2))
    score = OptionalFloat("Score that counts", compute="_compute_score", digits=(16, 2))
    by_hand = fields.Boolean("Scored by hand", compute="_compute_score")
    actual_text = fields.Char("Actual figure", compute="_compute_text")
    target_text = fields.Char("Figure asked", compute="_compute_text")
    formula_text = fields.Char("Formula of the points", compute="_compute_text")
    may_self = fields.Boolean(related="appraisal_id.may_self")
    may_score = fields.Boolean(related="appraisal_id.may_score")
    may_decide = fields.Boolean(related="appraisal_id.may_decide")

    _scores = models.Constraint(
        "CHECK(self_score BETWEEN 0 AND 100 AND superior_score BETWEEN 0 AND 100"
        " AND decided_score BETWEEN 0 AND 120)",
        "A score is between 0 and 100; on appeal up to 120.",
    )

    @api.depends("decided_score", "measured_score", "superior_score")
    def _compute_score(self):
        for line in self:
            kept = (line.decided_score, line.measured_score, line.superior_score)
            score = valid_score(*(None if one is False else one for one in kept))
            line.score = False if score is None else score
            line.by_hand = line.measured_score is False

    @api.depends_context("lang")
    @api.depends("actual", "target", "indicator_id", "floor", "cap")
    def _compute_text(self):
        for line in self:
            indicator = line.sudo().indicator_id
            line.actual_text = indicator._format(line.actual) if indicator else ""
            line.target_text = indicator._format(line.target) if indicator else ""
            line.formula_text = self.env["ops.appraisal.template.line"]._formula_of(
                indicator, line.floor, line.cap
            )

    def write(self, vals):
        """Each types his own column while it is his turn, and nothing that is measured."""
        self.appraisal_id._check_not_frozen()
        if not self.env.su:
            for name in TYPED.keys() & vals.keys():
                self.appraisal_id._check_may(TYPED[name])
            self._check_by_hand(vals)
        return super().write(vals)

    def _check_by_hand(self, vals):
        measured = self.filtered(lambda line: not line.by_hand)
        if measured and vals.keys() & {"self_score", "superior_score"}:
            raise UserError(
                self.env._(
                    "%s is measured: its points follow from the figure. Leave the score empty.",
                    measured[0].name,
                )
            )
