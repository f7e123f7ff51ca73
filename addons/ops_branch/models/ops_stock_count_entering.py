"""What is entered while stock is counted: by goods, or by serials scanned in any order."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class OpsStockCount(models.Model):
    _inherit = "ops.stock.count"

    def action_scan(self):
        """Open the dialog in which serials of any goods are scanned (who counts)."""
        self.ensure_one()
        return self._counting_dialog(self.env["ops.stock.count.item"])

    def _counting_dialog(self, item):
        self._check_counter()
        self._check_working()
        return {
            "type": "ir.actions.act_window",
            "name": item.display_name or self.env._("Scan serials"),
            "res_model": "ops.stock.counting",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_count_id": self.id, "default_product_id": item.product_id.id},
        }

    def _enter(self, rows):
        """Note what was found (who counts).

        :param rows: ``[(product, lot or none, place, quantity)]``; a serial found twice counts once
        :raise UserError: the count is not going on, or the place is not of this branch
        """
        self.ensure_one()
        self._check_counter()
        self._lock()
        self._check_working()
        self._check_places(rows)
        sudo = self.sudo()
        items = sudo._items_of(self.env["product.product"].union(*(row[0] for row in rows)))
        sudo._add_entries([(items[row[0].id], *row) for row in rows])
        sudo.counter_ids |= self.env.user
        self.env["ops.stock.count.item"].sudo().union(*items.values())._note_entries()

    def _check_places(self, rows):
        mine = self.sudo().branch_id.warehouse_id
        for _product, _lot, place, _quantity in rows:
            if place.sudo().warehouse_id != mine or place.usage != "internal":
                raise UserError(
                    self.env._("%s is no place of this branch. Choose another.", place.display_name)
                )

    def _items_of(self, products) -> dict:
        """Return ``{product id: item}``, with items for goods that were not on the list (sudo)."""
        self._check_kinds(products)
        found = {item.product_id.id: item for item in self.item_ids}
        new = products.filtered(lambda product: product.id not in found)
        made = self.item_ids.create(
            [{"count_id": self.id, "product_id": one.id, "round": self.round} for one in new]
        )
        found |= {item.product_id.id: item for item in made}
        chosen = {product.id: found[product.id] for product in products}
        closed = [item for item in chosen.values() if item.round != self.round]
        if closed:
            raise UserError(
                self.env._("%s need not be counted again.", closed[0].product_id.display_name)
            )
        return chosen

    def _check_kinds(self, products):
        goods = self._goods()
        strange = products.filtered(
            lambda one: not one.is_storable or (goods and one.categ_id not in goods)
        )
        if strange:
            raise UserError(
                self.env._(
                    "%(goods)s is not among the goods of %(count)s.",
                    goods=strange[0].display_name,
                    count=self.name,
                )
            )

    def _add_entries(self, rows):
        """Make entries with what the book says at this moment (sudo)."""
        self.env.flush_all()
        before = self._entered_serials([row[2].id for row in rows if row[2]])
        products = self.env["product.product"].union(*(row[1] for row in rows))
        book = self._book_now(products)
        self.env["ops.stock.count.entry"].create(
            [
                {
                    "item_id": item.id,
                    "round": self.round,
                    "lot_id": lot.id,
                    "location_id": place.id,
                    "quantity": quantity,
                    "user_id": self.env.uid,
                    "at": fields.Datetime.now(),
                    "book": book.get((product.id, lot.id or False, place.id), 0),
                }
                for item, product, lot, place, quantity in rows
                if (lot.id, place.id) not in before
            ]
        )

    def _entered_serials(self, lots) -> set:
        self.env.cr.execute(
            SQL(
                "SELECT lot_id, location_id FROM ops_stock_count_entry"
                " WHERE count_id = %s AND round = %s AND lot_id = ANY(%s)",
                self.id,
                self.round,
                lots,
            )
        )
        return set(self.env.cr.fetchall())

    def _find_serials(self, codes, product=None):
        """Return ``{code: lot}`` of the serials among the goods of this count (sudo).

        :param product: only of these goods; new serials of them are made
        :raise UserError: naming codes nothing is known of, or that two goods have
        """
        domain = Domain("product_id.is_storable", "=", True)
        if product:
            domain &= Domain("product_id", "=", product.id)
        elif self.categ_id:
            domain &= Domain("product_id.categ_id", "child_of", self.categ_id.id)
        lots = self.env["stock.lot"]
        found = lots._ops_by_code(codes, domain)
        unknown = [code for code in codes if code not in found]
        if unknown and not product:
            raise UserError(
                self.env._(
                    "Unknown serials: %s. Scan them under the goods they belong to.",
                    ", ".join(unknown[:8]),
                )
            )
        made = lots.create([{"name": code, "product_id": product.id} for code in unknown])
        return found | {lot.name: lot for lot in made}


class OpsStockCountItem(models.Model):
    _inherit = "ops.stock.count.item"

    def _note_entries(self):
        """Bring the signs of these goods in line with their entries (sudo)."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE ops_stock_count_item item
                   SET entered_at = entry.at, is_left = entry.at IS NULL
                  FROM (SELECT item.id, max(entry.at) AS at FROM ops_stock_count_item item
                     LEFT JOIN ops_stock_count_entry entry
                            ON entry.item_id = item.id AND entry.round = item.round
                         WHERE item.id = ANY(%s) GROUP BY item.id) entry
                 WHERE entry.id = item.id
                """,
                self.ids,
            )
        )
        self.env.invalidate_all()
