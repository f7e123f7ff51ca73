from odoo import fields, models
from odoo.exceptions import UserError


class OpsSettlementLoss(models.TransientModel):
    """Why a claim on an operator is given up."""

    _name = "ops.settlement.loss"
    _description = "Claim on an operator given up"

    dispute_id = fields.Many2one("ops.settlement.dispute", required=True, ondelete="cascade")
    open_amount = fields.Float(related="dispute_id.open_amount", string="Given up (¥)")
    reason = fields.Char("Why it is given up", required=True)

    def action_book(self):
        """Post the cost and open the entry."""
        self.ensure_one()
        self.dispute_id._check_finance()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say it in words first."))
        move = self.dispute_id.sudo()._give_up(reason)
        return move.with_env(self.env)._get_records_action()
