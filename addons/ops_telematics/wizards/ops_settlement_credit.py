from odoo import fields, models


class OpsSettlementCredit(models.TransientModel):
    """Entry of a credit note of an operator: it closes what is disputed."""

    _name = "ops.settlement.credit"
    _description = "Credit note of an operator"

    dispute_id = fields.Many2one("ops.settlement.dispute", required=True, ondelete="cascade")
    amount = fields.Float("Returned (¥)", digits=(16, 2), required=True)
    day = fields.Date("Date", required=True, default=lambda self: self.env.company._ops_today())
    number = fields.Char("Number of the credit note", required=True)

    def action_book(self):
        """Post the credit note, reconcile it with the claim, and open it."""
        self.ensure_one()
        self.dispute_id._check_finance()
        move = self.dispute_id.sudo()._credit(self.amount, self.day, self.number)
        return move.with_env(self.env)._get_records_action()
