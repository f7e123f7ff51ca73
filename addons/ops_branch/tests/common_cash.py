"""Fixtures of tills, upon two branches: ``_day(1000)`` is today's day of the near till.

``self.kinds`` are kinds of entries by ``in``, ``out`` and ``collection``; their accounts are set.
Counts are ``{denomination in fen: pieces}``.
"""

from datetime import timedelta

from .common_branch import BranchCase


class CashCase(BranchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env.company._ops_today()
        cls.cashier = cls.near_users["cashier"]
        cls.people["fin"].department_id = cls.project
        accounts = cls.env["account.account"]
        kinds = {
            "in": ("in", "income", False),
            "out": ("out", "expense", False),
            "collection": ("in", None, True),
        }
        cls.kinds = {
            name: cls.env["ops.cash.category"].create(
                {
                    "name": name,
                    "direction": direction,
                    "is_collection": collection,
                    "account_id": kind
                    and accounts.search([("account_type", "=", kind)], limit=1).id,
                }
            )
            for name, (direction, kind, collection) in kinds.items()
        }
        journal = cls.near.cash_journal_id
        journal.profit_account_id = cls.kinds["in"].account_id
        journal.loss_account_id = cls.kinds["out"].account_id
        cls.entries = cls.env["ops.cash.entry"].with_user(cls.cashier)

    def _day(self, opening, days=0):
        """A first day of the near till that opens with what the journal says."""
        if opening:
            self._cash_line(self.near, opening)
        return self._open(days)

    def _open(self, days):
        """The day so many days from today, by the cashier."""
        return (
            self.env["ops.cash.day"]
            .with_user(self.cashier)
            .create({"branch_id": self.near.id, "date": self.today + timedelta(days=days)})
        )

    def _vals(self, day, kind, amount, **vals):
        return {
            "day_id": day.id,
            "category_id": self.kinds[kind].id,
            "amount": amount,
            "name": kind,
            **vals,
        }

    def _enter(self, day, kind, amount, user=None, **vals):
        entries = self.entries.with_user(user or self.cashier)
        return entries.create(self._vals(day, kind, amount, **vals))

    def _close(self, day, pieces, reason=None):
        day.with_user(self.cashier)._close(pieces, reason)

    def _accept(self, day):
        day.with_user(self.users["fin"]).action_accept()
