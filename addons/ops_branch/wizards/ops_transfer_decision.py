from odoo import fields, models


class OpsTransferDecision(models.TransientModel):
    """The dialog in which the deputy centre manager says who bears a difference, and why."""

    _name = "ops.transfer.decision"
    _description = "Decide on a difference"

    transfer_id = fields.Many2one("ops.transfer", required=True)
    bearer = fields.Selection(
        selection=lambda self: self.env["ops.transfer"]._fields["bearer"].selection,
        string="Who bears it",
        required=True,
    )
    reason = fields.Text("Reason of the decision", required=True)

    def action_confirm(self):
        """Settle the difference."""
        self.ensure_one()
        self.transfer_id._decide(self.bearer, self.reason)
