from odoo import api, fields, models
from odoo.tools import SQL


class OpsRevealReport(models.Model):
    _inherit = "ops.reveal.report"

    without_call = fields.Integer(
        "Without Follow-up Call",
        readonly=True,
        help="Revealed to call the customer back, but not dialled in the time after.",
    )

    @api.model
    def _measures(self):
        condition = self.env["ops.reveal.log"]._without_call_condition(SQL.identifier("r"))
        return {**super()._measures(), "without_call": SQL("count(*) FILTER (WHERE %s)", condition)}
