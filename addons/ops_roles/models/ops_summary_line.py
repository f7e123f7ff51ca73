from odoo import api, fields, models


class OpsSummaryLine(models.Model):
    """One figure of the author in the period, and in the period before; kept as it was."""

    _name = "ops.summary.line"
    _description = "Figure of a work summary"
    _order = "sequence, id"

    summary_id = fields.Many2one(
        "ops.summary", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    indicator_id = fields.Many2one(
        "ops.indicator", string="Indicator", required=True, readonly=True, ondelete="restrict"
    )
    value = fields.Float("Figure", readonly=True, digits=(16, 6))
    is_measured = fields.Boolean("There is a figure", readonly=True)
    previous = fields.Float("Figure before", readonly=True, digits=(16, 6))
    was_measured = fields.Boolean("There was a figure", readonly=True)
    value_text = fields.Char("This period", compute="_compute_text")
    previous_text = fields.Char("Period before", compute="_compute_text")

    @api.depends("value", "previous", "indicator_id.unit", "indicator_id.decimals")
    def _compute_text(self):
        for line in self:
            indicator = line.sudo().indicator_id
            line.value_text = indicator._format(line.value if line.is_measured else None)
            line.previous_text = indicator._format(line.previous if line.was_measured else None)
