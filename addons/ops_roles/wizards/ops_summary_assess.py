from odoo import fields, models


class OpsSummaryAssess(models.TransientModel):
    """The dialog in which a superior scores a work summary or returns it."""

    _name = "ops.summary.assess"
    _description = "Assessment of a work summary"

    summary_id = fields.Many2one("ops.summary", required=True)
    score = fields.Integer("Score (1–100)", default=80)
    comment = fields.Text("Opinion")

    def action_score(self):
        """Score and freeze the summary."""
        self.ensure_one()
        self.summary_id._give_score(self.score, self.comment)

    def action_return(self):
        """Return the summary for rewriting."""
        self.ensure_one()
        self.summary_id._give_back(self.comment)
