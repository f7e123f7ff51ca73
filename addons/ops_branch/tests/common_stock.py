"""Fixtures of stock: the near branch has ten cables and three terminals with serials T1 to T3.

``self.keeper`` counts, ``self.boss`` (bm) judges. ``_count()`` is a planned count of all goods;
``_find(count, cables=, serials=)`` enters what is found and finishes the round.
"""

from .common_branch import BranchCase


class StockCase(BranchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper, cls.boss = cls.near_users["storekeeper"], cls.near_users["bm"]
        cls.shelf = cls.near.warehouse_id.lot_stock_id
        goods = cls.env["product.product"]
        cls.goods = cls.env["product.category"].create({"name": "t goods"})
        shared = {"is_storable": True, "categ_id": cls.goods.id}
        cls.cable = goods.create({"name": "t cable", "standard_price": 2, **shared})
        cls.terminal = goods.create({"name": "t terminal", "tracking": "serial", **shared})
        cls._stock(cls.cable, 10)
        cls.serials = {name: cls._serial(name) for name in ("T1", "T2", "T3")}

    @classmethod
    def _stock(cls, product, quantity, lot=None, place=None):
        quants = cls.env["stock.quant"]
        quants._update_available_quantity(product, place or cls.shelf, quantity, lot_id=lot)

    @classmethod
    def _serial(cls, name, place=None):
        lot = cls.env["stock.lot"].create({"name": name, "product_id": cls.terminal.id})
        cls._stock(cls.terminal, 1, lot, place)
        return lot

    def _count(self, started=True, **vals):
        count = (
            self.env["ops.stock.count"]
            .with_user(self.boss)
            .create({"branch_id": self.near.id, "categ_id": self.goods.id, **vals})
        )
        if started:
            count.with_user(self.keeper).action_start()
        return count

    def _dialog(self, count, user=None, **vals):
        dialogs = self.env["ops.stock.counting"].with_user(user or self.keeper)
        dialogs = dialogs.with_context(default_count_id=count.id)
        return dialogs.create(vals)

    def _find(self, count, cables=10, serials="T1\nT2\nT3", finish=True):
        if cables is not None:
            self._dialog(count, product_id=self.cable.id, quantity=cables).action_enter()
        if serials is not None:
            self._dialog(count, product_id=self.terminal.id, codes=serials).action_enter()
        if finish:
            count.with_user(self.keeper).action_finish()

    def _on_hand(self, product, lot=None):
        quants = self.env["stock.quant"]
        return quants._get_available_quantity(product, self.shelf, lot_id=lot, strict=bool(lot))

    def _deliver(self, product, quantity, lot=None):
        """Goods leave the near branch for a customer, as the superuser."""
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": self.shelf.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            }
        )
        move._action_confirm()
        move._action_assign()
        if lot:
            move.move_line_ids.lot_id = lot
        move.quantity = quantity
        move.picked = True
        move._action_done()
