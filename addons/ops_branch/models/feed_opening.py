"""Opening balances of a branch at go-live, by feeds: taken whole or not at all, and once."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.ops_roles.core.feed import CsvParser, RejectLine

from ..core.opening import Wrong, amount, quantity


class OpeningParser(CsvParser):
    """Lines by the columns of a profile; ``row`` makes the values of the stage table of one."""

    def __init__(self, columns, delimiter, row):
        super().__init__(columns, delimiter)
        self._row = row

    def convert(self, values):
        try:
            return self._row(values)
        except Wrong as error:
            raise RejectLine(*error.args) from error


def cash_row(values):
    """Stage values of a line of cash."""
    return (amount(values["amount"]), values["note"])


def stock_row(values):
    """Stage values of a line of goods."""
    return (values["product"], values["serial"] or None, quantity(values["quantity"] or ""))


class FeedOpening(models.AbstractModel):
    """What both kinds share: the branch, once, and rejects instead of a part of the file."""

    _name = "ops.feed.opening"
    _description = "Reader of Opening Balances"
    _inherit = ["ops.feed.handler"]

    @api.model
    def _feed_reasons(self):
        return {
            "amount": self.env._("An amount is from 0 on, in yuan, with two places at most."),
            "quantity": self.env._("A quantity is above zero."),
            "number": self.env._("This is no number. Write digits only, such as 1250.50."),
            "unknown": self.env._("No stored goods have this code or name. Create them first."),
            "several": self.env._("Several goods have this name. Write their code."),
            "serial": self.env._("These goods have serials: one line each, quantity 1."),
            "lot": self.env._("These goods have lots: write the lot."),
            "untracked": self.env._("These goods have no serials. Leave the column empty."),
            "twice": self.env._("This line is in the file twice."),
            "stocked": self.env._("This serial is in stock already. Check where it is."),
        }

    @api.model
    def _feed_merge(self, feed, table):
        branch = feed.source_id.department_id.ops_branch_id
        branch._lock_for_opening()
        self._check_first(branch)
        rows = self._rows(table)
        refused = self._refuse(feed, self._problems(rows))
        if refused or feed._has_rejects():
            message = self.env._(
                "Nothing was taken: an opening balance is taken whole. Correct the lines and send"
                " the whole file again."
            )
            return {"accepted": 0, "duplicates": 0, "refused": refused, "message": message}
        self._take(branch, feed, rows)
        return {"accepted": len(rows), "duplicates": 0}

    @api.model
    def _rows(self, table) -> list:
        self.env.cr.execute(SQL("SELECT * FROM %s ORDER BY line_no", SQL.identifier(table)))
        return self.env.cr.dictfetchall()

    @api.model
    def _refuse(self, feed, problems) -> int:
        """Put wrong lines among the rejects of the feed; return how many."""
        if problems:
            self.env.cr.execute_values(
                "INSERT INTO ops_feed_reject (feed_id, line_no, raw, reason_code, detail)"
                " VALUES %s",
                [(feed.id, row["line_no"], self._raw(row), code, "") for row, code in problems],
            )
        return len(problems)

    @api.model
    def _raw(self, row) -> str:
        return ",".join(str(value or "") for name, value in row.items() if name != "line_no")

    @api.model
    def _problems(self, rows) -> list:
        """Return ``[(row, reason code)]`` of rows that cannot be taken; each kind has its own."""
        return []


class FeedOpeningCash(models.AbstractModel):
    """The cash a till begins with, posted into its hashed journal: the first day opens with it."""

    _name = "ops.feed.opening.cash"
    _description = "Reader of the Opening Balance of a Till"
    _inherit = ["ops.feed.opening"]

    @api.model
    def _feed_stage_columns(self, profile, source):
        return [("amount", "numeric"), ("note", "text")]

    @api.model
    def _feed_parser(self, profile, source):
        return OpeningParser(profile._columns(), profile._csv_delimiter(), cash_row)

    @api.model
    def _check_first(self, branch):
        if branch.opening_cash_on or branch.cash_day_ids or branch._cash_posted():
            raise UserError(
                self.env._(
                    "%s keeps its till already. What is missing is entered in the open cash day.",
                    branch.name,
                )
            )

    @api.model
    def _take(self, branch, feed, rows):
        today = branch.company_id._ops_today()
        account = branch.company_id.get_unaffected_earnings_account()
        self.env["account.bank.statement.line"].create(
            [
                {
                    "journal_id": branch.cash_journal_id.id,
                    "date": today,
                    "amount": float(row["amount"]),
                    "payment_ref": row["note"],
                    "counterpart_account_id": account.id,
                }
                for row in rows
                if row["amount"]
            ]
        )
        branch.opening_cash_on = today


class FeedOpeningStock(models.AbstractModel):
    """The goods and serials a branch begins with; booked as native adjustments of one paper."""

    _name = "ops.feed.opening.stock"
    _description = "Reader of the Opening Stock of a Branch"
    _inherit = ["ops.feed.opening"]

    @api.model
    def _feed_stage_columns(self, profile, source):
        return [("product", "text"), ("serial", "text"), ("quantity", "numeric")]

    @api.model
    def _feed_parser(self, profile, source):
        return OpeningParser(profile._columns(), profile._csv_delimiter(), stock_row)

    @api.model
    def _check_first(self, branch):
        if branch.opening_stock_on:
            raise UserError(
                self.env._(
                    "%s has its opening stock already. Put what is wrong right by a stock count.",
                    branch.name,
                )
            )

    @api.model
    def _problems(self, rows) -> list:
        found = self._goods(rows)
        stocked, seen, problems = self._stocked(rows), set(), []
        for row in rows:
            code = self._problem(row, found.get(row["product"], []), seen, stocked)
            if code:
                problems.append((row, code))
        return problems

    @api.model
    def _problem(self, row, goods, seen, stocked):
        """Return the code of what is wrong with a row, or None; notes the row as seen."""
        if len(goods) != 1:
            return "several" if goods else "unknown"
        [product], serial = goods, row["serial"]
        key, tracking = (product.id, serial), product.tracking
        before = key in seen
        seen.add(key)
        wrong = {
            "untracked": tracking == "none" and serial,
            "lot": tracking == "lot" and not serial,
            "serial": tracking == "serial" and (not serial or row["quantity"] != 1),
            "twice": before,
            "stocked": tracking == "serial" and key in stocked,
        }
        return next((code for code, is_wrong in wrong.items() if is_wrong), None)

    @api.model
    def _goods(self, rows) -> dict:
        """Return ``{code or name: [product]}``; a code goes before a name."""
        texts = list({row["product"] for row in rows})
        products = self.env["product.product"].search(
            [
                ("is_storable", "=", True),
                "|",
                ("default_code", "in", texts),
                ("name", "in", texts),
            ]
        )
        found = {}
        for product in products:
            found.setdefault(product.name, []).append(product)
        return found | {one.default_code: [one] for one in products if one.default_code in texts}

    @api.model
    def _stocked(self, rows) -> set:
        """Return ``{(product id, serial)}`` of those that are in stock somewhere."""
        serials = [row["serial"] for row in rows if row["serial"]]
        quants = self.env["stock.quant"].search(
            [
                ("lot_id.name", "in", serials),
                ("location_id.usage", "in", ("internal", "transit")),
                ("quantity", ">", 0),
            ]
        )
        return {(quant.product_id.id, quant.lot_id.name) for quant in quants}

    @api.model
    def _take(self, branch, feed, rows):
        goods = self._goods(rows)
        items = [(goods[row["product"]][0], row["serial"], float(row["quantity"])) for row in rows]
        lots = self._lots(items)
        moves = self.env["stock.move"].create(
            [
                self._move_vals(branch, feed, product, lots.get((product.id, serial)), number)
                for product, serial, number in items
            ]
        )
        moves._action_done()
        branch.opening_stock_on = branch.company_id._ops_today()

    @api.model
    def _lots(self, items) -> dict:
        """Return ``{(product id, serial): lot}``, making those that do not exist."""
        wanted = {(product.id, serial) for product, serial, _number in items if serial}
        lots = self.env["stock.lot"].search([("name", "in", [serial for _id, serial in wanted])])
        found = {(lot.product_id.id, lot.name): lot for lot in lots}
        made = lots.create(
            [
                {"product_id": product, "name": serial}
                for product, serial in sorted(wanted - found.keys())
            ]
        )
        return found | {(lot.product_id.id, lot.name): lot for lot in made}

    @api.model
    def _move_vals(self, branch, feed, product, lot, number) -> dict:
        shelf = branch.warehouse_id.lot_stock_id
        quant = self.env["stock.quant"].new(
            {
                "product_id": product.id,
                "lot_id": lot and lot.id,
                "location_id": shelf.id,
                "company_id": branch.company_id.id,
            }
        )
        loss = product.with_company(branch.company_id).property_stock_inventory
        named = quant.with_context(inventory_name=self.env._("Opening stock %s", branch.name))
        vals = named._get_inventory_move_values(number, loss, shelf)
        return {**vals, "ops_opening_feed_id": feed.id}
