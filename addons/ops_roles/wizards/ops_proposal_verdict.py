from odoo import fields, models


class OpsProposalVerdict(models.TransientModel):
    """The dialog in which the desk adopts a proposal, in full or in part, or declines it."""

    _name = "ops.proposal.verdict"
    _description = "Verdict on a proposal"

    proposal_id = fields.Many2one("ops.proposal", string="Proposal", required=True)
    text = fields.Text(related="proposal_id.text")
    idea = fields.Text(related="proposal_id.idea")
    similar_hint = fields.Text(related="proposal_id.similar_hint")
    reply = fields.Text("Reply")
    executor_ids = fields.Many2many("hr.employee.public", string="Carried out by")
    due = fields.Date("Until")

    def action_adopt(self):
        """Adopt the proposal; executors get a directive."""
        self._decide("adopted")

    def action_partly(self):
        """Adopt a part of it; the reply says which and why."""
        self._decide("partly")

    def action_decline(self):
        """Decline it; the reply says why."""
        self._decide("declined")

    def _decide(self, verdict):
        self.ensure_one()
        people = self.env["hr.employee"].browse(self.executor_ids.ids)
        self.proposal_id._decide(verdict, self.reply, people, self.due)
