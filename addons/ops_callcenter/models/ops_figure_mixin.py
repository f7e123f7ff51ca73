from odoo import api, fields, models

from ..core.service_level import state_of


class OpsFigureMixin(models.AbstractModel):
    """What a row of figures shows beside them: the formula in words and how it stands.

    The row has ``formula``, ``threshold_s``, ``short_s``, ``service_level`` and
    ``kpi_contract_id``, and says with ``_call_domain()`` which calls it counts.
    """

    _name = "ops.figure.mixin"
    _description = "Figures with Their Formula"

    formula_short = fields.Char("Formula and T", compute="_compute_formula_text")
    formula_text = fields.Char("Formula in Words", compute="_compute_formula_text")
    sl_state = fields.Selection(
        [("none", "On target"), ("yellow", "Just below target"), ("red", "Below target")],
        "State",
        compute="_compute_sl_state",
    )

    @api.depends("formula", "threshold_s", "short_s")
    def _compute_formula_text(self):
        sentence = self.env["ops.kpi.contract"]._formula_sentence
        for row in self:
            row.formula_short = row.formula and self.env._(
                "%(formula)s, T=%(threshold)s s", formula=row.formula, threshold=row.threshold_s
            )
            row.formula_text = sentence(row.formula, row.threshold_s, row.short_s)

    @api.depends("service_level", "kpi_contract_id")
    def _compute_sl_state(self):
        tolerance = self._tolerance()
        for row in self:
            value = None if row.service_level is False else row.service_level
            row.sl_state = state_of(value, row._figure_target(), tolerance)

    def _figure_target(self):
        return self.kpi_contract_id.target

    @api.model
    def _tolerance(self):
        """How far a figure may miss its target and still be yellow, as a ratio."""
        value = self.env["ir.config_parameter"].sudo().get_param("ops_callcenter.figure_tolerance")
        return float(value or 0)

    def _open_calls(self, extra):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_callcenter.action_ops_call")
        return {**action, "domain": self._call_domain() + extra, "context": {}}
