from odoo import api, fields, models
from odoo.exceptions import AccessError


class OpsPrepaidPayment(models.TransientModel):
    """Finance pays a top-up that was approved and done: a native payment to the operator."""

    _name = "ops.prepaid.payment"
    _description = "Payment of a top-up"
    _check_company_auto = True

    batch_id = fields.Many2one("ops.sim.batch", "Top-up", required=True, ondelete="cascade")
    account_id = fields.Many2one(related="batch_id.account_id")
    company_id = fields.Many2one(related="batch_id.company_id")
    currency_id = fields.Many2one(related="batch_id.currency_id")
    payable = fields.Monetary(related="batch_id.payable")
    balance = fields.Monetary(related="account_id.prepaid_balance", string="Left now")
    journal_id = fields.Many2one(
        "account.journal",
        "Paid from",
        required=True,
        domain=[("type", "in", ("bank", "cash"))],
        check_company=True,
        default=lambda self: self._default_journal_id(),
    )
    day = fields.Date(required=True, default=lambda self: self.env.company._ops_today())

    @api.model
    def _default_journal_id(self):
        domain = [("type", "=", "bank"), ("company_id", "=", self.env.company.id)]
        return self.env["account.journal"].search(domain, limit=1)

    @api.model
    def _check_finance(self):
        if not self.env.su and not self.env.user.has_group("ops_roles.group_fin"):
            raise AccessError(self.env._("Balances with operators are kept by finance."))

    def action_pay(self):
        """Post the payment and show it."""
        self.ensure_one()
        self._check_finance()
        self.batch_id.check_access("read")
        payment = self.batch_id.sudo()._pay(self.journal_id.sudo(), self.day)
        return payment.with_env(self.env)._get_records_action()
