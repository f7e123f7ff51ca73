"""How finance settles an expense report: native receipts and payments, all or nothing."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class OpsExpenseReport(models.Model):
    _inherit = "ops.expense.report"

    def action_settle(self):
        """Post everything accepted into native entries, in one transaction (finance).

        :raise UserError: when a kind of cost has no account yet, or an expense is not approved
        """
        if not self.env.su and not self.env.user.has_group("ops_roles.group_fin"):
            raise AccessError(self.env._("Expense reports are settled by finance."))
        self.check_access("read")
        for report in self:
            report._check_state("reviewed")
            report.sudo()._settle()
            report.sudo().activity_unlink(["ops_branch.activity_expense_report"])

    def _settle(self):
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.verdict == "accepted")
        others = lines.filtered(lambda line: line.kind == "other")
        others._check_accounts()
        lines._settle_expenses()
        others._settle_others()
        self.write(
            {
                "state": "settled",
                "settled_by_id": self.env.uid,
                "settled_at": fields.Datetime.now(),
            }
        )


class OpsExpenseReportLine(models.Model):
    _inherit = "ops.expense.report.line"

    def _settle_expenses(self):
        """Post native expenses as Odoo does: receipts of employees, payments of the company."""
        expenses = self.expense_id
        for line in self.filtered("expense_id"):
            if not line.expense_id.analytic_distribution:
                line.expense_id.analytic_distribution = line._distribution()
        open_ones = expenses.filtered(lambda one: not one.account_move_id)
        open_ones._check_can_create_move()
        company = open_ones.filtered(lambda one: one.payment_mode == "company_account")
        if company:
            company.action_post()
        (open_ones - company)._post_without_wizard()
        for line in self.filtered("expense_id"):
            line.move_id = line.expense_id.account_move_id

    def _check_accounts(self):
        """:raise UserError: naming the kinds of costs that have no account yet"""
        missing = self.filtered(lambda line: not line._account())
        if missing:
            raise UserError(
                self.env._(
                    "Choose the account of these kinds of cash entries first: %s",
                    ", ".join(sorted(set(missing.mapped("category_id.name") or [missing[0].name]))),
                )
            )

    def _settle_others(self):
        """Make and post one receipt per supplier of what was entered by hand."""
        for partner, lines in self.grouped("partner_id").items():
            move = self.env["account.move"].create(
                {
                    "move_type": "in_receipt",
                    "partner_id": partner.id,
                    "invoice_date": max(lines.mapped("date")),
                    "ref": lines.report_id.display_name,
                    "invoice_line_ids": [Command.create(line._receipt_vals()) for line in lines],
                }
            )
            move.action_post()
            lines.move_id = move

    def _receipt_vals(self) -> dict:
        return {
            "name": self.name,
            "account_id": self._account().id,
            "quantity": 1,
            "price_unit": self.amount,
            "tax_ids": [Command.clear()],
            "analytic_distribution": self._distribution(),
        }

    def _account(self):
        return self.category_id._counterpart(self.partner_id) if self.category_id else None

    def _distribution(self) -> dict:
        return {str(self.branch_id.analytic_account_id.id): 100}
