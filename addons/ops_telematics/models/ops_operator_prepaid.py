"""Operators that are paid beforehand: the balance with them is the balance of an account."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL, float_compare

#: Of the bookings of the account's own ledger account, whoever made them.
BALANCE = """
    SELECT operator.id, COALESCE(sum(line.balance), 0) AS balance
      FROM ops_operator_account operator
      LEFT JOIN account_move_line line ON line.account_id = operator.prepaid_account_id
            AND line.parent_state = 'posted' AND line.company_id = operator.company_id
     WHERE operator.is_prepaid AND %(which)s
  GROUP BY operator.id, operator.prepaid_floor
"""
ACTIVITY = "ops_telematics.activity_prepaid"
#: Days until a low balance should have been topped up.
ANSWER_DAYS = 3


class OpsOperatorAccount(models.Model):
    """A prepaid account has a ledger account of its own (预付账款): top-ups are payments to it,
    bills are settled from it, and its balance is what is left with the operator."""

    _name = "ops.operator.account"
    _inherit = ["ops.operator.account", "mail.activity.mixin", "ops.todo.mixin"]

    is_prepaid = fields.Boolean("Paid beforehand", tracking=True)
    prepaid_account_id = fields.Many2one(
        "account.account",
        "Account of the balance",
        domain=[("account_type", "=", "asset_prepayments")],
        check_company=True,
        copy=False,
        help="Of this operator account alone. Empty: one is made with the first top-up.",
    )
    prepaid_floor = fields.Monetary("Warn below", tracking=True)
    prepaid_balance = fields.Monetary(
        "Prepaid balance",
        compute="_compute_prepaid_balance",
        compute_sudo=True,
        help="What accounting says is left with the operator.",
    )
    is_low = fields.Boolean(
        "Balance is low",
        compute="_compute_prepaid_balance",
        compute_sudo=True,
        search="_search_is_low",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    _prepaid_own = models.UniqueIndex(
        "(prepaid_account_id) WHERE prepaid_account_id IS NOT NULL",
        "This ledger account is that of another operator account already.",
    )

    @api.depends("is_prepaid", "prepaid_account_id", "prepaid_floor")
    def _compute_prepaid_balance(self):
        balances = self._prepaid_balances()
        for account in self:
            balance = balances.get(account._origin.id, 0)
            account.prepaid_balance = balance
            account.is_low = account.is_prepaid and balance < account.prepaid_floor

    def _prepaid_balances(self) -> dict:
        """Return ``{id: yuan}`` of these in one query."""
        self.env["account.move.line"].flush_model()
        self.env["ops.operator.account"].flush_model()
        which = SQL("operator.id = ANY(%s)", list(self._origin.ids))
        return dict(self.env.execute_query(SQL(BALANCE, which=which)))

    @api.model
    def _search_is_low(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["account.move.line"].flush_model()
        self.flush_model()
        low = SQL(
            "(%s HAVING COALESCE(sum(line.balance), 0) < operator.prepaid_floor)",
            SQL(BALANCE, which=SQL("TRUE")),
        )
        return [("id", "in" if True in value else "not in", SQL("(SELECT id FROM %s low)", low))]

    def action_open_prepaid(self):
        """Show what came into the balance and what went out of it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_telematics.action_prepaid_entry"
        )
        return {**action, "domain": [("operator_account_id", "=", self.id)]}

    def action_ask_topup(self):
        """Ask for a top-up of the balance: it is approved, and paid by finance."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Top up the balance"),
            "res_model": "ops.sim.batch",
            "views": [[False, "form"]],
            "context": {"default_kind": "topup", "default_account_id": self.id},
        }

    def _own_prepaid_account(self):
        """Return the ledger account of the balance, made when there is none (superuser mode)."""
        self.ensure_one()
        if not self.prepaid_account_id:
            accounts = self.env["account.account"].with_company(self.company_id)
            self.prepaid_account_id = accounts.create(
                {
                    "name": self.env._("Prepaid: %s", self.name),
                    "code": accounts._search_new_account_code("112301"),
                    "account_type": "asset_prepayments",
                    "company_ids": self.company_id.ids,
                }
            )
        return self.prepaid_account_id

    def _top_up(self, amount, journal, day, memo, batch):
        """Pay the operator beforehand, in native accounting (superuser mode).

        :param amount: yuan
        :return: the posted ``account.payment``
        """
        self.ensure_one()
        payments = self.env["account.payment"].with_company(self.company_id)
        payment = payments.with_context(force_payment_move=True).create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "journal_id": journal.id,
                "amount": amount,
                "date": day,
                "memo": memo,
                "destination_account_id": self._own_prepaid_account().id,
                "ops_operator_account_id": self.id,
                "ops_sim_batch_id": batch.id,
            }
        )
        payment.action_post()
        self.invalidate_recordset(["prepaid_balance", "is_low"])
        return payment

    def _draw(self, move):
        """Settle a bill of the operator from the balance as far as it goes (superuser mode).

        A credit note goes back into the balance.

        :return: the entry; empty when there is nothing to settle or nothing left
        """
        self.ensure_one()
        self._lock_prepaid()
        open_lines = move.line_ids.filtered(
            lambda line: line.account_type == "liability_payable" and not line.reconciled
        )
        owed, balance = -sum(open_lines.mapped("amount_residual")), self.prepaid_balance
        amount = min(owed, max(balance, 0)) if owed > 0 else owed
        entries = self.env["account.move"].with_company(self.company_id)
        if float_compare(amount, 0, precision_digits=2) == 0:
            return entries
        entry = entries.create(self._draw_vals(move, open_lines[:1].account_id, amount))
        entry.action_post()
        payable = entry.line_ids.filtered(lambda line: line.account_id == open_lines[:1].account_id)
        (open_lines | payable).reconcile()
        self.invalidate_recordset(["prepaid_balance", "is_low"])
        return entry

    def _lock_prepaid(self):
        """Let bills of one account be settled from its balance one after the other."""
        self.flush_recordset()
        self.env.cr.execute(
            "UPDATE ops_operator_account SET write_date = write_date WHERE id = %s", [self.id]
        )
        self.invalidate_recordset(["prepaid_balance", "is_low"])

    def _draw_vals(self, move, payable, amount) -> dict:
        text = self.env._("%(bill)s settled from the balance", bill=move.display_name)
        shared = {"name": text, "partner_id": self.partner_id.id}
        lines = ((payable, amount), (self._own_prepaid_account(), -amount))
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            "date": move.date,
            "ref": text,
            "ops_settlement_id": move.ops_settlement_id.id,
            "line_ids": [
                Command.create({**shared, "account_id": account.id, "balance": balance})
                for account, balance in lines
            ],
        }

    @api.model
    def _warn_low(self):
        """Let who asks for top-ups and who approves them know of low balances; daily, and with
        each bill."""
        rows, due = [], self.env.company._ops_today()
        due = fields.Date.add(due, days=ANSWER_DAYS)
        for account in self.sudo().search([("is_low", "=", True)]):
            text = self.env._("The balance is low: top it up")
            rows += [(account, user, due, text) for user in account._keepers()]
        accounts = self.sudo().with_context(active_test=False).search([])
        kept = {
            (one.res_id, one.user_id): one.date_deadline for one in accounts._todos_of(ACTIVITY)
        }
        rows = [
            (account, user, kept.get((account.id, user), day), text)
            for account, user, day, text in rows
        ]
        accounts._match_todos(ACTIVITY, rows)

    def _keepers(self):
        """Return the data administrators and deputy managers in charge of the account (sudo)."""
        return self.department_id.ops_user_ids.filtered(
            lambda user: (
                user.has_group("ops_roles.group_da") or user.has_group("ops_roles.group_dm")
            )
        )


class OpsSettlement(models.Model):
    _inherit = "ops.settlement"

    is_prepaid = fields.Boolean(related="operator_account_id.is_prepaid")

    def _post(self):
        """A bill of a prepaid account takes what is left there by itself, as the operator does."""
        super()._post()
        account = self.operator_account_id
        if account.is_prepaid:
            account._draw(self.bill_id)
            account._warn_low()

    def action_draw(self):
        """Settle the rest of the bill from the balance, after a top-up (finance)."""
        self.ensure_one()
        self.env["ops.prepaid.payment"]._check_finance()
        self.check_access("read")
        self._approval_lock()
        settlement = self.sudo()
        if settlement.state != "posted" or not settlement.is_prepaid:
            raise UserError(self.env._("%s is not to be paid from a balance.", self.display_name))
        if not settlement.operator_account_id._draw(settlement.bill_id):
            raise UserError(self.env._("Nothing is left in the balance. Ask for a top-up first."))
        return True


class OpsSettlementDispute(models.Model):
    _inherit = "ops.settlement.dispute"

    def _credit(self, amount, day, number):
        """What a prepaid operator returns goes back into the balance."""
        move = super()._credit(amount, day, number)
        if self.operator_account_id.is_prepaid:
            self.operator_account_id._draw(move)
        return move
