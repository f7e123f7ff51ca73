"""The book of a count: frozen at the start, compared with what was entered at the end."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.stock_count import Entry, Line, settle
from .ops_stock_count import COUNTING


class OpsStockCount(models.Model):
    _inherit = "ops.stock.count"

    def _quant_domain(self):
        """Return the goods of this count: in its warehouse, of its kinds (sudo)."""
        domain = Domain("location_id.usage", "=", "internal") & Domain(
            "location_id.warehouse_id", "=", self.branch_id.warehouse_id.id
        )
        if self.categ_id:
            domain &= Domain("product_id.categ_id", "child_of", self.categ_id.id)
        return domain

    def _freeze(self):
        """Copy the book as it is now into lines, and list its goods; one statement each (sudo)."""
        self.env.flush_all()
        quants = self.env["stock.quant"]._search(self._quant_domain())
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_stock_count_line (count_id, department_id, company_id, product_id,
                            lot_id, location_id, book, expected, counted, difference,
                            create_uid, create_date, write_uid, write_date)
                SELECT %(count)s, %(place)s, %(company)s, product_id, lot_id, location_id,
                       sum(quantity), 0, 0, 0, %(user)s, now(), %(user)s, now()
                  FROM stock_quant WHERE id IN %(quants)s
              GROUP BY product_id, lot_id, location_id HAVING sum(quantity) <> 0
                """,
                **self._freeze_values(),
                quants=quants.subselect(),
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_stock_count_item (count_id, department_id, company_id, product_id,
                            round, is_left, create_uid, create_date, write_uid, write_date)
                SELECT DISTINCT %(count)s, %(place)s, %(company)s, product_id, 1, true,
                       %(user)s, now(), %(user)s, now()
                  FROM ops_stock_count_line WHERE count_id = %(count)s
                """,
                **self._freeze_values(),
            )
        )
        self.env.invalidate_all()

    def _freeze_values(self) -> dict:
        return {
            "count": self.id,
            "place": self.department_id.id,
            "company": self.company_id.id,
            "user": self.env.uid,
        }

    def action_finish(self):
        """Compare what was entered with the book; ask for a second count of what differs.

        :raise UserError: something is still to be counted
        """
        for count in self:
            count._check_counter()
            count._lock()
            count._check_working()
            count.sudo()._check_complete()
            count.sudo()._settle()
            again = count.sudo()._to_recount()
            if count.state == "counting" and again:
                count.sudo()._ask_again(again)
            else:
                count.sudo().write({"state": "review", "finished_at": fields.Datetime.now()})
            count._tell_reviewers()

    def _return(self, reason):
        """Have all that differs counted once more (the reviewer)."""
        self.ensure_one()
        self._check_reviewer()
        self._lock()
        self._check_state("review")
        sudo = self.sudo()
        odd = sudo.line_ids.filtered("difference").product_id
        if not odd:
            raise UserError(self.env._("%s: nothing differs. Approve it.", self.display_name))
        sudo.return_reason = reason
        sudo._ask_again(sudo.item_ids.filtered(lambda item: item.product_id in odd))

    def _check_working(self):
        self._check_state(*COUNTING)

    def _check_complete(self):
        left = self.item_ids.filtered("is_left")
        if left:
            raise UserError(
                self.env._(
                    "Still to be counted: %s. Enter 0 where there is nothing.",
                    ", ".join(left[:8].product_id.mapped("display_name")),
                )
            )

    def _settle(self):
        """Write the result of the goods of this round (sudo)."""
        products = self.item_ids.filtered(lambda item: item.round == self.round).product_id
        lines = self.line_ids.filtered(lambda line: line.product_id in products)
        frozen = {line._count_key(): line.book for line in lines}
        results = settle(frozen, self._entries_of_round(), self._book_now(products))
        self._write_results([one for one in results if one.key in frozen or one.counted])

    def _write_results(self, results):
        """Put results into their lines, with new lines for what was not in the book (sudo)."""
        self.env.flush_all()
        if results:
            shared = tuple(self._freeze_values().values())
            self.env.cr.execute_values(
                """
                INSERT INTO ops_stock_count_line (count_id, department_id, company_id, create_uid,
                            create_date, write_uid, write_date, product_id, lot_id, location_id,
                            book, expected, counted, difference) VALUES %s
                ON CONFLICT (count_id, product_id, COALESCE(lot_id, 0), location_id) DO UPDATE
                SET expected = excluded.expected, counted = excluded.counted,
                    difference = excluded.difference, write_date = excluded.write_date
                """,
                [(*shared, *self._result_row(one)) for one in results],
                template="(%s, %s, %s, %s, now(), 1, now(), %s, %s, %s, %s, %s, %s, %s)",
            )
        self.env.invalidate_all()

    def _result_row(self, one) -> tuple:
        product, lot, place = one.key
        book = (one.frozen, one.expected, one.counted, one.difference)
        return (product, lot or None, place, *book)

    def _entries_of_round(self) -> list:
        entries = self.entry_ids.filtered(lambda one: one.round == self.round).sorted("id")
        return [Entry(one._count_key(), one.quantity, one.book) for one in entries]

    def _book_now(self, products) -> dict:
        """Return ``{(product, lot, place): quantity}`` of the goods by the book now (sudo)."""
        groups = self.env["stock.quant"]._read_group(
            self._quant_domain() & Domain("product_id", "in", products.ids),
            ["product_id", "lot_id", "location_id"],
            ["quantity:sum"],
        )
        return {
            (product.id, lot.id or False, place.id): quantity
            for product, lot, place, quantity in groups
        }

    def _to_recount(self):
        """Return the goods off by more than the rule of this count allows (sudo)."""
        percent = self.recount_percent
        odd = self.line_ids.filtered(lambda line: line._differs(percent)).product_id
        return self.item_ids.filtered(lambda item: item.product_id in odd)

    def _ask_again(self, items):
        self.write({"state": "recount", "round": self.round + 1})
        items.write({"round": self.round, "is_left": True, "entered_at": False})

    def _tell_reviewers(self):
        holders = self.env["res.users"]._ops_holders(
            self.env.ref("ops_roles.role_bm"), self.sudo().department_id
        )
        self.env["ops.home"]._notify(holders | self.sudo().counter_ids)


class OpsStockCountLine(models.Model):
    _inherit = "ops.stock.count.line"

    def _count_key(self) -> tuple:
        return (self.product_id.id, self.lot_id.id or False, self.location_id.id)

    def _differs(self, percent) -> bool:
        """A serial differs or not; of others a part of the book may be off (sudo)."""
        allowed = 0 if self.product_id.tracking == "serial" else percent
        return Line((), self.book, self.expected, self.counted).differs(allowed)


class OpsStockCountEntry(models.Model):
    _inherit = "ops.stock.count.entry"

    def _count_key(self) -> tuple:
        return (self.product_id.id, self.lot_id.id or False, self.location_id.id)
