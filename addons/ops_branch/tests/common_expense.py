"""Fixtures: an expense report of the near branch for last month, with a cost of each kind.

``self.report`` is collected by ``da``: ``self.taxi`` is a native expense of the technician,
``self.bill`` a posted bill with the analytic account of the branch; ``_line(kind)`` gives its line.
Today is 2026-11-25, the month is October.
"""

from odoo.fields import Command

from .common_branch import BranchCase

TODAY = "2026-11-25 04:00:00"


class ExpenseCase(BranchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls.env["account.account"].search([("account_type", "=", "expense")], limit=1)
        cls.product = cls.env["product.product"].create(
            {
                "name": "Travel",
                "can_be_expensed": True,
                "property_account_expense_id": cls.account.id,
            }
        )
        cls.taxi = cls._expense(cls.staff["near"]["technician"], "Taxi", 50)
        cls.foreign = cls._expense(cls.staff["far"]["technician"], "Far taxi", 70)
        cls.bill = cls._bill(cls.near, 300)
        cls.report = (
            cls.env["ops.expense.report"]
            .with_user(cls.users["da"])
            .create({"branch_id": cls.near.id, "month": "2026-10-17"})
        )
        cls.report.action_collect()

    @classmethod
    def _expense(cls, person, name, amount, day="2026-10-09"):
        """An expense of a person, handed in."""
        expense = cls.env["hr.expense"].create(
            {
                "name": name,
                "employee_id": person.id,
                "product_id": cls.product.id,
                "total_amount_currency": amount,
                "tax_ids": [Command.clear()],
                "date": day,
                "payment_mode": "own_account",
            }
        )
        expense.manager_id = cls.users["dm"]
        expense.with_user(person.user_id).action_submit()
        return expense

    @classmethod
    def _bill(cls, branch, amount):
        bill = cls.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": cls.env["res.partner"].create({"name": "Landlord"}).id,
                "invoice_date": "2026-10-20",
                "date": "2026-10-20",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Rent",
                            "account_id": cls.account.id,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                            "analytic_distribution": {str(branch.analytic_account_id.id): 100},
                        }
                    )
                ],
            }
        )
        bill.action_post()
        return bill

    @classmethod
    def _other(cls, **vals):
        """A cost entered by hand, of a kind that has an account."""
        kind = cls.env["ops.cash.category"].create(
            {"name": "Water", "direction": "out", "account_id": cls.account.id}
        )
        return (
            cls.env["ops.expense.report.line"]
            .with_user(cls.users["da"])
            .create(
                {
                    "report_id": cls.report.id,
                    "name": "Water",
                    "category_id": kind.id,
                    "partner_id": cls.env["res.partner"].create({"name": "Works"}).id,
                    "date": "2026-10-11",
                    "amount": 20,
                    **vals,
                }
            )
        )

    def _line(self, kind):
        return self.report.line_ids.filtered(lambda line: line.kind == kind)
