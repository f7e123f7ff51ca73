"""What an operator account needs to have its bills checked and booked."""

from decimal import Decimal

from odoo import fields, models

from ..core.card_ids import clean
from ..core.settlement import Rules
from ..core.settlement_charge import Book, Tariff

#: Accounts that are made when finance has chosen none: field → code begins with, type, reconciled.
MADE = {
    "dispute_account_id": ("1221", "asset_current", True),
    "accrual_account_id": ("2241", "liability_current", False),
}


class OpsOperatorAccount(models.Model):
    _inherit = "ops.operator.account"

    tolerance_line = fields.Float(
        "Tolerance per line (¥)",
        digits=(16, 2),
        default=0.01,
        help="A line may differ that much from what is due, as operators round differently.",
    )
    tolerance_usage = fields.Float(
        "Tolerance of usage (MB)",
        digits=(16, 3),
        help="An overage may differ by the price of that much traffic.",
    )
    tolerance_total = fields.Float(
        "Tolerance of a bill (¥)",
        digits=(16, 2),
        default=1.0,
        help="When lines let pass come to more than that, none is let pass. What was billed too"
        " little is never set off.",
    )
    tax_rate = fields.Float(
        "Tax on its bills (%)", digits=(5, 2), help="Contained in the amounts; 0: not checked."
    )
    kb_per_mb = fields.Selection(
        [("1024", "1024 KB"), ("1000", "1000 KB")],
        "A megabyte has",
        required=True,
        default="1024",
        help="How the operator counts.",
    )
    settlement_ids = fields.One2many("ops.settlement", "operator_account_id", "Bills")
    purchase_journal_id = fields.Many2one(
        "account.journal",
        "Journal of bills",
        domain=[("type", "=", "purchase")],
        check_company=True,
    )
    expense_account_id = fields.Many2one(
        "account.account",
        "Account of costs",
        domain=[("account_type", "=like", "expense%")],
        check_company=True,
        help="Empty: the expense account of the company.",
    )
    dispute_account_id = fields.Many2one(
        "account.account",
        "Account of claims on the operator",
        domain=[("reconcile", "=", True), ("account_type", "=", "asset_current")],
        check_company=True,
        help="Empty: one is made with the first bill.",
    )
    accrual_account_id = fields.Many2one(
        "account.account",
        "Account of accruals",
        domain=[("account_type", "=", "liability_current")],
        check_company=True,
        help="For what is due and not billed yet. Empty: one is made with the first bill.",
    )

    def _settlement_rules(self, month) -> Rules:
        """Return what its bill of a month is judged by (superuser mode)."""
        self.ensure_one()
        return Rules(
            Book(month, self._settlement_tariffs()),
            tolerance_line=_exact(self.tolerance_line, 2),
            tolerance_usage=_exact(self.tolerance_usage, 3),
            tolerance_total=_exact(self.tolerance_total, 2),
            tax_rate=_exact(self.tax_rate, 2) / 100 if self.tax_rate else None,
        )

    def _settlement_tariffs(self) -> list:
        """Return all its tariffs for the core, exact as they are stored."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT plan.code, tariff.monthly_fee, tariff.included_mb, tariff.overage_per_mb,
                   tariff.suspended_fee, tariff.proration, COALESCE(pool.name, ''),
                   tariff.date_from, COALESCE(tariff.silent_months, 0)
              FROM ops_sim_tariff tariff
              JOIN ops_sim_plan plan ON plan.id = tariff.plan_id
              LEFT JOIN ops_sim_pool pool ON pool.id = plan.pool_id
             WHERE plan.account_id = %s
            """,
            [self.id],
        )
        return [_tariff(*row) for row in self.env.cr.fetchall()]

    def _settlement_account(self, name):
        """Return the account of a field, made when finance has chosen none (superuser mode)."""
        self.ensure_one()
        if not self[name]:
            start, kind, reconcile = MADE[name]
            accounts = self.env["account.account"].with_company(self.company_id)
            labels = {
                "dispute_account_id": self.env._("Claims on telecom operators"),
                "accrual_account_id": self.env._("Accrued telecom charges"),
            }
            self[name] = accounts.create(
                {
                    "name": labels[name],
                    "code": accounts._search_new_account_code(f"{start}01"),
                    "account_type": kind,
                    "reconcile": reconcile,
                    "company_ids": self.company_id.ids,
                }
            )
            others = self.search([("company_id", "=", self.company_id.id), (name, "=", False)])
            others[name] = self[name]
        return self[name]

    def _cost_account(self, charge):
        """Return the account the costs of a charge are booked on; ``charge`` may be empty."""
        self.ensure_one()
        kinds = self.env["ops.operator.charge"].with_company(self.company_id)
        kind = kinds.search([("charge_type", "=", charge or "plan")])
        return kind.account_id or self.expense_account_id or self.company_id.expense_account_id


def _exact(value, places):
    """A stored float as the decimal it was typed as."""
    return Decimal(f"{value or 0:.{places}f}")


def _tariff(plan, fee, included, rate, suspended, proration, pool, date_from, silent):
    amounts = (_exact(fee, 6), _exact(included, 3), _exact(rate, 6), _exact(suspended, 6))
    return Tariff(plan, *amounts, proration, clean(pool), date_from, silent)
