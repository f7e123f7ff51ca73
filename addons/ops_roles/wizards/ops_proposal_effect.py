from odoo import fields, models


class OpsProposalEffect(models.TransientModel):
    """The dialog in which the desk records what an adopted proposal has gained."""

    _name = "ops.proposal.effect"
    _description = "Effect of a proposal"

    proposal_id = fields.Many2one("ops.proposal", string="Proposal", required=True)
    measure = fields.Char("Measured by")
    value_before = fields.Float("Before")
    value_after = fields.Float("Afterwards")
    effect = fields.Text("Effect in words")
    currency_id = fields.Many2one(related="proposal_id.currency_id")
    reward = fields.Monetary("Suggested reward")

    def action_record(self):
        """Record the effect and thank the proposer."""
        self.ensure_one()
        self.proposal_id._record_effect(
            self.effect, self.measure, self.value_before, self.value_after, self.reward
        )
