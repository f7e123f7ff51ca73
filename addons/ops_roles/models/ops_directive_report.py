from odoo import api, fields, models


class OpsDirectiveReport(models.Model):
    """History of a directive line: appended by the buttons, never changed."""

    _name = "ops.directive.report"
    _description = "Step of a directive"
    _order = "id"

    line_id = fields.Many2one(
        "ops.directive.line", string="Line", required=True, index=True, ondelete="cascade"
    )
    at = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Who", required=True, ondelete="restrict")
    kind = fields.Selection(
        [
            ("issue", "Conveyed"),
            ("receipt", "Signed for"),
            ("report", "Progress"),
            ("done", "Reported done"),
            ("accept", "Accepted"),
            ("return", "Returned"),
            ("ask", "More time asked"),
            ("grant", "More time granted"),
            ("refuse", "More time refused"),
            ("escalate", "Escalated"),
            ("withdraw", "Withdrawn"),
            ("handover", "Handed over"),
        ],
        string="Step",
        required=True,
    )
    text = fields.Text("Words")
    progress = fields.Integer("Progress (%)")
    attachment_ids = fields.Many2many("ir.attachment", string="Evidence")

    @api.depends("kind", "at")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for report in self:
            report.display_name = labels.get(report.kind)
