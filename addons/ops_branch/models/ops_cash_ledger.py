"""The monthly ledger of a till as a workbook."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import date_utils, format_date

from odoo.addons.ops_roles.core.report_book import Column, Sheet, write_book

from ..core import cash
from ..core.cash_ledger import Day, Entry, ledger


class OpsBranch(models.Model):
    _inherit = "ops.branch"

    def _cash_ledger(self, month) -> bytes:
        """Return the workbook of one month of the till of this branch.

        :param month: any day of the month
        :raise AccessError: for who does not read its cash days
        """
        self.ensure_one()
        self.check_access("read")
        first, last = date_utils.get_month(month)
        title = format_date(self.env, first, date_format="yyyy-MM")
        rows = ledger(*self._cash_ledger_content(first, last))
        heading = [
            ("", self.env._("Running cash ledger of %s", self.name)),
            (self.env._("Balance in words"), rows[-1]["words"]),
        ]
        return write_book(heading, [Sheet(title, self._cash_ledger_columns(), tuple(rows))])

    @api.model
    def _cash_ledger_columns(self) -> tuple:
        labels = {
            "date": (self.env._("Day"), "date"),
            "number": (self.env._("No."), "integer"),
            "name": (self.env._("What for"), "text"),
            "kind": (self.env._("Kind"), "text"),
            "partner": (self.env._("Customer or payee"), "text"),
            "income": (self.env._("Money in"), "money"),
            "outlay": (self.env._("Money out"), "money"),
            "balance": (self.env._("Balance"), "money"),
            "words": (self.env._("Balance in words"), "text"),
        }
        return tuple(Column(key, label, kind) for key, (label, kind) in labels.items())

    def _cash_ledger_content(self, first, last) -> tuple:
        """Return what ``core.cash_ledger.ledger`` takes: days, words, balance brought forward."""
        mine = Domain("branch_id", "=", self.id) & Domain("date", "<=", last)
        days = self.env["ops.cash.day"].search(mine & Domain("date", ">=", first), order="date")
        before = days.search(mine & Domain("date", "<", first), order="date desc", limit=1)
        entries = days.entry_ids.sorted("number").grouped("day_id")
        words = {
            "brought": self.env._("Brought forward"),
            "day": self.env._("Total of the day"),
            "month": self.env._("Total of the month"),
            "difference": self.env._("Over or short"),
        }
        found = [day._ledger_day(entries.get(day, ())) for day in days]
        return found, words, cash.to_fen(before.counted)


class OpsCashDay(models.Model):
    _inherit = "ops.cash.day"

    def _ledger_day(self, entries) -> Day:
        counted = self.state in ("closed", "accepted")
        return Day(
            self.date.isoformat(),
            cash.to_fen(self.opening),
            tuple(
                Entry(
                    entry.number,
                    entry.name,
                    entry.category_id.name,
                    entry.partner_id.name or "",
                    cash.to_fen(entry.signed),
                )
                for entry in entries
            ),
            cash.to_fen(self.difference) if counted else 0,
        )
