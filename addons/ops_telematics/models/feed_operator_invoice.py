from functools import lru_cache

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, date_utils

from odoo.addons.ops_roles.core.feed import CsvParser, RejectLine

from ..core.card_ids import card_number
from ..core.invoice_text import money
from ..core.settlement import CREDIT, OTHER
from ..core.usage_text import month_in

COLUMNS = (
    *(("number", "integer"), ("iccid", "text"), ("msisdn", "text"), ("plan", "text")),
    *(("label", "text"), ("charge", "text"), ("amount", "numeric"), ("tax", "numeric")),
    *(("period", "text"), ("is_total", "boolean")),
)
#: What stands in the place of a card in the line of totals.
TOTALS = ("合计", "总计", "总金额", "合計", "TOTAL", "SUM")


#: A bill repeats few amounts.
money = lru_cache(10_000)(money)


def _is_total(text):
    return any(word in text.upper() for word in TOTALS)


class InvoiceParser(CsvParser):
    """Lines by the columns of a profile; ``charges``: ``{name in small letters: charge}``."""

    def __init__(self, columns, delimiter, has_header, charges):
        super().__init__(columns, delimiter, has_header)
        self._charges = charges

    def convert(self, values):
        amount = money(values["amount"])
        tax = money(values["tax"]) if values.get("tax") else None
        if amount is None or (values.get("tax") and tax is None):
            raise RejectLine("amount")
        number = values.get("line") or ""
        if number and not number.isdigit():
            number = ""
        period = (values.get("period") and month_in(values["period"])) or None
        card = values.get("iccid") or values.get("msisdn") or ""
        if not card.isdigit() and _is_total(card or number or values.get("line") or ""):
            return (None, "", "", "", "", "", amount, tax, period, True)
        if not card:
            raise RejectLine("missing", "ICCID")
        label = values.get("charge_type") or ""
        return (
            *(number or None, *card_number(card), (values.get("plan") or "").strip(), label),
            *(self._charge(label, amount), amount, tax, period, False),
        )

    def _charge(self, label, amount):
        """What takes money back is a credit unless it takes back a charge by its name."""
        charge = self._charges.get(label.strip().casefold(), OTHER)
        return CREDIT if amount < 0 and charge == OTHER else charge


class FeedOperatorInvoice(models.AbstractModel):
    """Reads an operator's bill, whole or not at all; the settlement of its month is made of it."""

    _name = "ops.feed.operator.invoice"
    _description = "Reader of Bills of Operators"
    _inherit = ["ops.feed.handler"]

    @api.model
    def _feed_stage_columns(self, profile, source):
        return list(COLUMNS)

    @api.model
    def _feed_parser(self, profile, source):
        charges = self.env["ops.operator.charge"]._by_name()
        return profile._csv_parser(InvoiceParser, charges)

    @api.model
    def _feed_reasons(self):
        return {"amount": self.env._("This is no amount. Write 2.00, or -2.00 for a credit.")}

    @api.model
    def _feed_merge(self, feed, table):
        stage = SQL.identifier(table)
        account = self._account(feed)
        if feed._has_rejects():
            message = self.env._(
                "Nothing was taken: a bill is taken whole, so that its total holds. Correct the"
                " rejected lines and send the whole file again."
            )
            return {"accepted": 0, "duplicates": 0, "refused": 0, "message": message}
        settlement = self._settlement(feed, account, self._period(feed, stage))
        lines = settlement._take_bill(feed, stage)
        message = self.env._(
            "Bill of %(account)s for %(period)s: check it under Bills of operators.",
            account=account.name,
            period=settlement.period,
        )
        return {"accepted": lines, "duplicates": 0, "message": message}

    @api.model
    def _account(self, feed):
        account = self.env["ops.operator.account"].search([("source_id", "=", feed.source_id.id)])
        if not account:
            raise UserError(
                self.env._(
                    "“%s” is no operator account. Choose the source of the account whose bill"
                    " this is.",
                    feed.source_id.name,
                )
            )
        return account

    @api.model
    def _period(self, feed, stage) -> str:
        """The month of the bill: its lines tell it, or the name of the file; else the last one."""
        self.env.cr.execute(
            SQL("SELECT DISTINCT period FROM %s WHERE period <> '' ORDER BY 1", stage)
        )
        periods = [row[0] for row in self.env.cr.fetchall()]
        if len(periods) > 1:
            raise UserError(
                self.env._(
                    "The file holds bills of several months (%s). Send a file for each month.",
                    ", ".join(periods),
                )
            )
        today = feed.source_id._local_today()
        last = date_utils.subtract(today.replace(day=1), months=1)
        return next(iter(periods), "") or month_in(feed.name) or f"{last:%Y-%m}"

    @api.model
    def _settlement(self, feed, account, period):
        """The settlement of the month, made when it is not there yet."""
        settlements = self.env["ops.settlement"]
        found = settlements.search(
            [("operator_account_id", "=", account.id), ("period", "=", period)]
        )
        return found or settlements.create(
            {
                "operator_account_id": account.id,
                "period": period,
                "importer_id": feed.user_id.id,
            }
        )
