"""From an approved settlement to one vendor bill: all of it in one transaction, once."""

from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import date_utils

from ..core.settlement_posting import CLAIM, COST, RETURN, Share, plan_accrual, plan_bill


class OpsSettlement(models.Model):
    _inherit = "ops.settlement"

    def action_post(self):
        """Book the bill (finance): the costs of each branch, and the claim for what is disputed.

        Pressed twice, or by two people at once, there is one bill.

        :return: the action that shows the bill of the last one
        """
        if not self.env.su and not self.env.user.has_group("ops_roles.group_fin"):
            raise AccessError(self.env._("Bills of operators are booked by finance."))
        self.check_access("read")
        for settlement in self:
            settlement._approval_lock()
            if settlement.sudo().step != "approved":
                raise UserError(settlement._why_not_booked())
            settlement.sudo()._post()
        return self[-1:].action_open_bill()

    def _why_not_booked(self) -> str:
        if self.sudo().step == "posted":
            return self.env._("%s is booked already. Load the page again.", self.display_name)
        return self.env._(
            "%s is not approved yet: the deputy centre manager does it.", self.display_name
        )

    def _post(self):
        """Make and post the bill, the accrual and the dispute (superuser mode, locked)."""
        self.ensure_one()
        settlement = self.with_company(self.company_id)
        shares = settlement._shares()
        items = plan_bill(shares)
        bill = settlement._make_bill(items)
        accrual = settlement._make_accrual(plan_accrual(shares))
        settlement.write(
            {
                "step": "posted",
                "bill_id": bill.id,
                "accrual_id": accrual.id,
                "posted_by_id": self.env.uid,
            }
        )
        settlement._reverse_accruals()
        settlement._claim(bill)

    def _shares(self) -> list:
        """Return the sums of the lines by charge and branch, as the core plans with them."""
        self.env.cr.execute(
            """
            SELECT charge_type, department_id, sum(billed)::text, sum(dispute)::text,
                   COALESCE(sum(expected) FILTER (WHERE line_no IS NULL), 0)::text
              FROM ops_settlement_line WHERE settlement_id = %s
             GROUP BY charge_type, department_id ORDER BY charge_type, department_id
            """,
            [self.id],
        )
        return [
            Share(charge, branch, *map(Decimal, amounts))
            for charge, branch, *amounts in self.env.cr.fetchall()
        ]

    def _make_bill(self, items):
        """Post the vendor bill; below nothing it is a refund of the operator."""
        total = sum(item.amount for item in items)
        sign = -1 if total < 0 else 1
        month_end = date_utils.end_of(self._month().first, "month")
        bill = self.env["account.move"].create(
            {
                "move_type": "in_refund" if sign < 0 else "in_invoice",
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "journal_id": self.operator_account_id.purchase_journal_id.id
                or self._purchase_journal().id,
                "invoice_date": month_end,
                "date": month_end,
                "ref": self.invoice_number or self.display_name,
                "ops_settlement_id": self.id,
                "invoice_line_ids": [Command.create(self._bill_line(item, sign)) for item in items],
            }
        )
        bill.action_post()
        return bill

    def _purchase_journal(self):
        domain = [("type", "=", "purchase"), ("company_id", "=", self.company_id.id)]
        journal = self.env["account.journal"].search(domain, limit=1)
        if not journal:
            raise UserError(
                self.env._("%s has no purchase journal. Create one.", self.company_id.name)
            )
        return journal

    def _bill_line(self, item, sign) -> dict:
        account = self.operator_account_id
        if item.kind == COST:
            booked_on = account._cost_account(item.charge)
        else:
            booked_on = account._settlement_account("dispute_account_id")
        if not booked_on:
            raise UserError(
                self.env._("Choose the account of costs of %s first.", account.display_name)
            )
        branch = self.env["hr.department"].browse(item.branch)
        return {
            "name": self._item_name(item, branch),
            "account_id": booked_on.id,
            "quantity": 1,
            "price_unit": float(item.amount * sign),
            "tax_ids": [Command.clear()],
            "analytic_distribution": self._distribution(branch),
            "ops_settlement_id": self.id,
            "ops_settlement_kind": item.kind,
            "ops_charge_type": item.charge or False,
            "ops_branch_department_id": branch.id,
        }

    def _item_name(self, item, branch) -> str:
        """Return the text of a line of the bill in the language of the company."""
        env = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang).env
        charges = dict(
            self.env["ops.settlement.line"]
            .with_env(env)
            ._fields["charge_type"]
            ._description_selection(env)
        )
        names = {
            CLAIM: env._("Disputed, claimed from the operator"),
            RETURN: env._("Returned by the operator"),
            COST: charges.get(item.charge) or env._("All charges"),
        }
        parts = (self.period, names[item.kind], branch.with_env(env).name)
        return " · ".join(part for part in parts if part)

    def _distribution(self, branch) -> dict:
        account = branch.ops_branch_id.analytic_account_id
        return {str(account.id): 100} if account else {}

    def _make_accrual(self, items):
        """Post the costs that are due and not billed yet, when there are any."""
        moves = self.env["account.move"]
        if not items:
            return moves
        owed = self.operator_account_id._settlement_account("accrual_account_id")
        total = float(sum(item.amount for item in items))
        lines = [self._accrual_line(item) for item in items]
        lines.append(
            {
                "name": self.env._("Due, not billed: %s", self.display_name),
                "account_id": owed.id,
                "partner_id": self.partner_id.id,
                "credit": total,
            }
        )
        move = moves.create(
            {
                "move_type": "entry",
                "company_id": self.company_id.id,
                "date": date_utils.end_of(self._month().first, "month"),
                "ref": self.env._("Accrual %s", self.display_name),
                "ops_settlement_id": self.id,
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        move.action_post()
        return move

    def _accrual_line(self, item) -> dict:
        branch = self.env["hr.department"].browse(item.branch)
        return {
            "name": self._item_name(item, branch),
            "account_id": self.operator_account_id._cost_account(item.charge).id,
            "debit": float(item.amount),
            "analytic_distribution": self._distribution(branch),
            "ops_settlement_id": self.id,
            "ops_settlement_kind": item.kind,
            "ops_charge_type": item.charge or False,
            "ops_branch_department_id": branch.id,
        }

    def _reverse_accruals(self):
        """A later bill ends the accruals of earlier months: what is still due is accrued anew."""
        earlier = self.search(
            [
                ("operator_account_id", "=", self.operator_account_id.id),
                ("period", "<", self.period),
                ("accrual_id", "!=", False),
                ("accrual_id.reversal_move_ids", "=", False),
            ]
        )
        day = self._month().first
        if earlier:
            earlier.accrual_id._reverse_moves(
                [{"date": day, "ref": move.ref} for move in earlier.accrual_id], cancel=True
            )

    def _claim(self, bill):
        """Open the dispute, and let what the operator returned close the oldest ones."""
        claims = bill.line_ids.filtered(lambda line: line.ops_settlement_kind == CLAIM)
        returns = bill.line_ids.filtered(lambda line: line.ops_settlement_kind == RETURN)
        disputes = self.env["ops.settlement.dispute"]
        if claims:
            disputes.create(
                {
                    "settlement_id": self.id,
                    "claim_line_id": claims[0].id,
                    "opened_on": fields.Date.context_today(self),
                }
            )._make_evidence()
        if returns:
            disputes._settle_with(self.operator_account_id, returns)
