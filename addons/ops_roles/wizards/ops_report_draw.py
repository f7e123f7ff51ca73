from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.report_period import period_of


class OpsReportDraw(models.TransientModel):
    """Draw one report by hand, for the period a day lies in."""

    _name = "ops.report.draw"
    _description = "Draw a report"

    definition_id = fields.Many2one("ops.report.definition", "Kind of report", required=True)
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        default=lambda self: self.env["ops.scoped.mixin"]._default_department_id(),
    )
    day = fields.Date(
        "Any day of the period",
        required=True,
        default=lambda self: fields.Date.subtract(self.env.company._ops_today(), months=1),
    )
    date_from = fields.Date("From", compute="_compute_dates")
    date_to = fields.Date("To", compute="_compute_dates")

    @api.depends("definition_id", "day")
    def _compute_dates(self):
        for one in self:
            known = one.day and one.definition_id
            dates = period_of(one.definition_id.period, one.day) if known else (False, False)
            one.date_from, one.date_to = dates

    def action_draw(self):
        """Draw the report and open it; the version before stays when nothing differs.

        :raise UserError: the period is not over
        """
        self.ensure_one()
        self.definition_id._check_reader(self.department_id)
        company = self.department_id.company_id or self.env.company
        if self.date_to >= company._ops_today():
            raise UserError(
                self.env._("This period ends on %s. Draw the report after it.", self.date_to)
            )
        report = (
            self.env["ops.report"]
            .sudo()
            ._draw(self.definition_id.sudo(), self.department_id, self.date_from, self.date_to)
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.report",
            "res_id": report.id,
            "views": [[False, "form"]],
        }
