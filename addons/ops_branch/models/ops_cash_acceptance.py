"""What acceptance posts: each entry once, into the hashed journal, to its final account."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core import cash


class OpsCashDay(models.Model):
    """Runs in superuser mode under the lock of the day. A hashed line cannot be changed later,
    so the counterpart is final at once; what branch it was for is its analytic account."""

    _inherit = "ops.cash.day"

    def _post(self):
        """Post this day and make sure the journal then says what was counted."""
        self.ensure_one()
        entries = self.entry_ids.sorted("number")
        entries._check_accounts()
        lines = self._make_lines([entry._statement_vals() for entry in entries])
        for entry, line in zip(entries, lines, strict=True):
            entry.statement_line_id = line
        if self.difference:
            self.difference_line_id = self._make_lines([self._difference_vals()])
        posted = self.branch_id._cash_posted()
        if cash.to_fen(posted) != cash.to_fen(self.counted):
            raise UserError(
                self.env._(
                    "%(day)s: the journal would hold %(posted)s, counted were %(counted)s."
                    " Somebody posted in %(journal)s by hand: have that undone first.",
                    day=self.display_name,
                    posted=self.currency_id.format(posted),
                    counted=self.currency_id.format(self.counted),
                    journal=self.branch_id.cash_journal_id.name,
                )
            )
        entries._settle_collections()

    def _make_lines(self, vals_list):
        lines = self.env["account.bank.statement.line"].create(vals_list)
        counterparts = lines.move_id.line_ids.filtered(
            lambda one: one.account_id.internal_group in ("income", "expense")
        )
        share = {str(self.branch_id.analytic_account_id.id): 100}
        counterparts.analytic_distribution = share
        return lines

    def _difference_vals(self) -> dict:
        journal = self.branch_id.cash_journal_id
        account = journal.profit_account_id if self.difference > 0 else journal.loss_account_id
        if not account:
            raise UserError(
                self.env._(
                    "%s has no account for cash over or short. Choose both in the journal first.",
                    journal.name,
                )
            )
        text = self.env._("Over or short: %s", self.reason)
        return {**self._line_vals(self.difference, text), "counterpart_account_id": account.id}

    def _line_vals(self, amount, text) -> dict:
        return {
            "journal_id": self.branch_id.cash_journal_id.id,
            "date": self.date,
            "amount": amount,
            "payment_ref": text,
        }

    def _statement_lines(self):
        """Return all lines this day has posted."""
        return self.entry_ids.statement_line_id | self.difference_line_id

    def action_open_lines(self):
        """Open the lines this day has posted (finance)."""
        self.ensure_one()
        self._check_finance()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Posted lines"),
            "res_model": "account.bank.statement.line",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("id", "in", self.sudo()._statement_lines().ids)],
        }


class OpsCashEntry(models.Model):
    _inherit = "ops.cash.entry"

    def _check_accounts(self):
        """:raise UserError: naming the kinds of entries that have no account yet"""
        missing = self.filtered(lambda one: not one.category_id._counterpart(one.partner_id))
        if missing:
            raise UserError(
                self.env._(
                    "Choose the account of these kinds of cash entries first: %s",
                    ", ".join(sorted(set(missing.category_id.mapped("name")))),
                )
            )

    def _statement_vals(self) -> dict:
        return {
            **self.day_id._line_vals(self.signed, self.name),
            "partner_id": self.partner_id.id,
            "counterpart_account_id": self.category_id._counterpart(self.partner_id).id,
        }

    def _settle_collections(self):
        """Set collections against the customer's open invoices, the oldest first."""
        for entry in self.filtered(lambda one: one.is_collection and one.amount > 0):
            account = entry.category_id._counterpart(entry.partner_id)
            paid = entry.statement_line_id.move_id.line_ids.filtered(
                lambda line, account=account: line.account_id == account
            )
            due = self.env["account.move.line"].search(
                [
                    ("account_id", "=", account.id),
                    ("partner_id", "child_of", entry.partner_id.commercial_partner_id.id),
                    ("parent_state", "=", "posted"),
                    ("reconciled", "=", False),
                    ("balance", ">", 0),
                ],
                order="date_maturity, id",
            )
            if due:
                (paid | due).reconcile()


class OpsBranch(models.Model):
    _inherit = "ops.branch"

    def _cash_posted(self) -> float:
        """Return what the journal of the till holds by what is posted (sudo)."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT COALESCE(sum(balance), 0) FROM account_move_line"
                " WHERE account_id = %s AND parent_state = 'posted'",
                self.cash_journal_id.default_account_id.id,
            )
        )
        return float(self.env.cr.fetchone()[0])
