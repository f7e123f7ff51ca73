"""Top-ups are prepayments: what the operator did is paid by finance, once."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsSimBatch(models.Model):
    _inherit = "ops.sim.batch"
    _guarded = ("payable", "is_paid")

    payable = fields.Monetary(
        compute="_compute_payable", store=True, help="Of the cards that were topped up."
    )
    payment_ids = fields.One2many(
        "account.payment", "ops_sim_batch_id", "Payments", readonly=True, copy=False
    )
    is_paid = fields.Boolean("Paid", compute="_compute_is_paid", store=True, compute_sudo=True)

    _to_pay = models.Index("(id) WHERE payable > 0 AND NOT is_paid")

    @api.depends("kind", "state", "amount", "line_ids.state", "line_ids.amount")
    def _compute_payable(self):
        for batch in self:
            done = batch.line_ids.filtered(lambda line: line.state == "accepted")
            amount = sum(done.mapped("amount")) if batch.line_ids else batch.amount
            wanted = ("settled",) if batch.line_ids else ("ready", "settled")
            due = batch.kind == "topup" and batch.state in wanted
            batch.payable = amount if due else 0

    @api.depends("payment_ids.state")
    def _compute_is_paid(self):
        for batch in self:
            batch.is_paid = any(one.state in ("in_process", "paid") for one in batch.payment_ids)

    def action_pay(self):
        """Open the dialog in which finance pays the top-up."""
        self.ensure_one()
        self.env["ops.prepaid.payment"]._check_finance()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pay the top-up"),
            "res_model": "ops.prepaid.payment",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_batch_id": self.id},
        }

    def action_open_payment(self):
        """Show the payment (finance)."""
        self.ensure_one()
        self.payment_ids.check_access("read")
        return self.payment_ids._get_records_action()

    def _pay(self, journal, day):
        """Pay it, once (superuser mode).

        :return: the payment
        """
        self.ensure_one()
        self._approval_lock()
        if self.is_paid or not self.payable:
            raise UserError(
                self.env._("%s is paid already, or nothing of it is to be paid.", self.name)
            )
        text = f"{self.name} {self.reason}"
        payment = self.account_id._top_up(self.payable, journal, day, text, self)
        if not self.line_ids:
            self.state = "settled"
        self.account_id._warn_low()
        return payment


class AccountPayment(models.Model):
    _inherit = "account.payment"

    ops_operator_account_id = fields.Many2one(
        "ops.operator.account",
        "Prepaid operator account",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    ops_sim_batch_id = fields.Many2one(
        "ops.sim.batch",
        "Top-up",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # Behind the lock of the batch this is the last guard against a second payment.
    _ops_one_payment = models.UniqueIndex(
        "(ops_sim_batch_id) WHERE ops_sim_batch_id IS NOT NULL"
        " AND state IN ('draft', 'in_process', 'paid')",
        "This top-up is paid already.",
    )

    @api.model
    def _get_valid_payment_account_types(self):
        """What is paid beforehand is booked as a prepayment, not as a debt paid."""
        types = super()._get_valid_payment_account_types()
        if self.ops_operator_account_id:
            return [*types, "asset_prepayments"]
        return types
