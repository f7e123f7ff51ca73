"""Stock counts: blind, counted again, judged by somebody else, booked once; no way around them."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_stock import StockCase


@tagged("post_install", "-at_install")
class TestStockCount(StockCase):
    def test_nothing_differs(self):
        count = self._count()
        self._find(count)
        self.assertEqual((count.state, count.difference_count), ("review", 0))
        count.with_user(self.boss).action_approve()
        self.assertEqual((count.state, count.move_count), ("posted", 0))

    def test_the_book_is_frozen_at_the_start(self):
        count = self._count()
        lines = {(line.product_id, line.lot_id.name): line.book for line in count.line_ids}
        expected = {(self.terminal, name): 1 for name in self.serials}
        self.assertEqual(lines, {(self.cable, False): 10, **expected})
        self.assertEqual(count.item_ids.product_id, self.cable | self.terminal)

    def test_who_counts_sees_no_book(self):
        count = self._count()
        self._find(count, finish=False)
        mine = count.with_user(self.keeper)
        for attempt in (
            lambda: mine.line_ids.read(["book"]),
            lambda: mine.line_ids.search([("count_id", "=", count.id)]),
            lambda: mine.search([("line_ids.book", ">", 5)]),
            lambda: mine.entry_ids.read(["book"]),
            lambda: mine.entry_ids.search([("book", ">", 5)]),
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertNotIn("book", mine.entry_ids.fields_get())
        self.assertEqual(mine.difference_count, 0)

    def test_what_differs_is_counted_again(self):
        count = self._count()
        self._find(count, cables=9)
        self.assertEqual(count.state, "recount")
        left = count.item_ids.filtered("is_left")
        self.assertEqual(left.product_id, self.cable)
        self.assertEqual(left.with_user(self.keeper).entered, 0)
        with self.assertRaises(UserError):
            self._find(count, cables=None, serials="T1", finish=False)
        self._find(count, cables=10, serials=None)
        self.assertEqual((count.state, count.difference_count), ("review", 0))

    def test_rule_of_the_recount(self):
        count = self._count(recount_percent=20)
        self._find(count, cables=9)
        self.assertEqual((count.state, count.difference_count), ("review", 1))
        count = self._cancelled_and_again(count)
        self._find(count, cables=10, serials="T1\nT2")
        self.assertEqual(count.state, "recount")

    def _cancelled_and_again(self, count):
        count.with_user(self.boss)._cancel("t")
        return self._count(recount_percent=20)

    def test_differences_are_booked_under_the_number(self):
        count = self._short()
        self._explain(count)
        count.with_user(self.boss).action_approve()
        self.assertEqual((count.state, count.approved_by_id), ("posted", self.boss))
        self.assertEqual(self._on_hand(self.cable), 8)
        self.assertEqual(self._on_hand(self.terminal, self.serials["T3"]), 0)
        self.assertEqual(count.move_count, 2)
        self.assertTrue(all(count.name in move.reference for move in count.move_ids))
        self.assertEqual(set(count.move_ids.mapped("state")), {"done"})

    def _short(self):
        """Two cables and the serial T3 are missing, after a second count."""
        count = self._count()
        self._find(count, cables=8, serials="T1\nT2")
        self._find(count, cables=8, serials="T1\nT2")
        self.assertEqual((count.state, count.difference_count), ("review", 2))
        return count

    def _explain(self, count):
        count.line_ids.filtered("difference").with_user(self.boss).cause = "lost"

    def test_no_approval_without_reasons(self):
        count = self._short()
        with self.assertRaises(UserError):
            count.with_user(self.boss).action_approve()
        self._explain(count)
        count.line_ids[0].with_user(self.boss).write({"cause": "other", "note": False})
        with self.assertRaises(UserError):
            count.with_user(self.boss).action_approve()
        self.assertEqual(self._on_hand(self.cable), 10)

    def test_booked_once(self):
        count = self._short()
        self._explain(count)
        count.with_user(self.boss).action_approve()
        with self.assertRaises(UserError):
            count.with_user(self.boss).action_approve()
        self.assertEqual(self._on_hand(self.cable), 8)

    def test_who_counted_does_not_approve(self):
        count = self._short()
        self._explain(count)
        count.sudo().counter_ids |= self.boss
        with self.assertRaises(UserError):
            count.with_user(self.boss).action_approve()
        count.with_user(self.users["dm"]).action_approve()

    def test_duties_are_apart(self):
        count = self._count(started=False)
        for user, method in (
            (self.boss, "action_start"),
            (self.near_users["cashier"], "action_start"),
            (self.keeper, "action_cancel"),
            (self.keeper, "action_approve"),
            (self.keeper, "action_return"),
            (self.far_users["storekeeper"], "action_start"),
            (self.far_users["bm"], "action_approve"),
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(count.with_user(user), method)()

    def test_goods_that_move_during_the_count(self):
        """Sold before or after it was counted: only what is really missing is booked."""
        count = self._count()
        self._deliver(self.cable, 1)
        self._find(count, cables=8, finish=False)  # nine are there by the book: one is missing
        self._deliver(self.cable, 3)
        self._deliver(self.terminal, 1, self.serials["T1"])
        self.finish(count)
        self._find(count, cables=5, serials=None)  # counted again: six by the book, one missing
        self._stock(self.cable, 20)
        self._explain(count)
        line = count.line_ids.filtered("difference")
        self.assertEqual((line.book, line.expected, line.counted), (10, 6, 5))
        count.with_user(self.boss).action_approve()
        self.assertEqual(self._on_hand(self.cable), 25)
        self.assertEqual(self._on_hand(self.terminal, self.serials["T1"]), 0)

    def finish(self, count):
        count.with_user(self.keeper).action_finish()

    def test_what_was_found_without_a_book(self):
        count = self._count()
        for _round in (1, 2):
            self._find(count, cables=10 if _round == 1 else None, serials="T1\nT2\nT3\nNEW1")
        self._explain(count)
        count.with_user(self.boss).action_approve()
        found = self.env["stock.lot"].search([("name", "=", "NEW1")])
        self.assertEqual(self._on_hand(self.terminal, found), 1)

    def test_serial_of_another_place_is_transferred_not_found(self):
        self._serial("AWAY", self.far.warehouse_id.lot_stock_id)
        count = self._count()
        for cables in (10, None):
            self._find(count, cables=cables, serials="T1\nT2\nT3\nAWAY")
        self._explain(count)
        with self.assertRaisesRegex(UserError, "AWAY"):
            count.with_user(self.boss).action_approve()

    def test_missing_serial_shows_its_last_paper(self):
        count = self._short()
        line = count.line_ids.filtered(lambda one: one.lot_id == self.serials["T3"])
        self.assertFalse(line.last_on)
        move = self._delivered(self.serials["T3"])
        self.env.invalidate_all()
        self.assertEqual((line.last_reference, line.last_on), (move.reference, move.date))
        self.assertTrue(line.last_holder)

    def _delivered(self, lot):
        self._deliver(self.terminal, 1, lot)
        lines = self.env["stock.move.line"].search([("lot_id", "=", lot.id)], order="id desc")
        return lines[:1].move_id

    def test_returned_for_another_count(self):
        count = self._short()
        count.with_user(self.boss)._return("look behind the shelf")
        self.assertEqual((count.state, count.round), ("recount", 3))
        self._find(count)
        self.assertEqual((count.state, count.difference_count), ("review", 0))

    def test_scanning_goods_of_any_kind(self):
        count = self._count()
        self._dialog(count, codes="T1\nT1\nT2").action_enter()
        self._dialog(count, codes="T2\nT3").action_enter()
        self.assertEqual(len(count.entry_ids), 3)
        for codes in ("UNKNOWN", "T1 x"):
            with self.subTest(codes), self.assertRaises(UserError):
                self._dialog(count, codes=codes).action_enter()

    def test_entry_taken_back(self):
        count = self._count()
        self._dialog(count, product_id=self.cable.id, quantity=99).action_enter()
        count.entry_ids.with_user(self.keeper).action_take_back()
        self.assertEqual(count.left_count, 2)
        with self.assertRaises(UserError):
            self.finish(count)

    def test_one_count_of_the_same_goods(self):
        self._count()
        with self.assertRaises(UserError):
            self._count(categ_id=False)
        other = self.env["product.category"].create({"name": "t other"})
        self.assertEqual(self._count(categ_id=other.id).state, "counting")

    def test_plans_make_counts(self):
        plans = self.env["ops.stock.plan"]
        today = self.env.company._ops_today()
        plan = plans.with_user(self.boss).create(
            {"branch_id": self.near.id, "categ_id": self.goods.id, "next_on": today, "days": 2}
        )
        plans._cron_plan()
        plans._cron_plan()
        self.assertEqual(len(plan.count_ids), 1)
        self.assertEqual(plan.count_ids.due_on, today + timedelta(days=2))
        self.assertGreater(plan.next_on, today + timedelta(days=1))

    def test_late_counts(self):
        today = self.env.company._ops_today()
        count = self._count(started=False, due_on=today - timedelta(days=1))
        late = self.env["ops.stock.count"].search([("is_late", "=", True)])
        self.assertIn(count, late)
        self._find(self._started(count))
        count.with_user(self.boss).action_approve()
        self.assertFalse(count.is_late)

    def _started(self, count):
        count.with_user(self.keeper).action_start()
        return count

    def test_home(self):
        count = self._count()
        home = self.env["ops.home"]
        for user in (self.keeper, self.boss):
            card = home.with_user(user)._home_stock_counts()
            self.assertEqual(card["items"][0]["action"]["res_id"], count.id)

    def test_sheets(self):
        """Blind while it goes on; the result for who judges."""
        count = self._count()
        mine = count.with_user(self.keeper)
        self.assertEqual(len(mine._blind_sheet().rows), 2)
        self.assertFalse(mine._shows_result())
        self._find(count, cables=8)
        self._find(count, cables=8, serials=None)
        self.assertFalse(mine._shows_result())
        [row] = [
            row
            for row in count.with_user(self.boss)._result_sheet().rows
            if row["difference"] == -2
        ]
        self.assertEqual((row["expected"], row["counted"], row["value"]), (10, 8, -4))
        self.assertTrue(count.with_user(self.boss)._sheet_book().startswith(b"PK"))
        paper = self.env["ir.actions.report"].with_user(self.boss)
        html, _kind = paper._render_qweb_html("ops_branch.stock_count_sheet", count.ids)
        self.assertIn("t cable", html.decode())

    def test_what_is_decided_is_never_typed(self):
        count = self._short()
        boss = count.with_user(self.boss)
        for vals in ({"state": "posted"}, {"approved_by_id": self.boss.id}, {"round": 9}):
            with self.subTest(vals), self.assertRaises(AccessError):
                boss.write(vals)
        with self.assertRaises(AccessError):
            boss.line_ids.write({"counted": 10})
        with self.assertRaises(UserError):
            boss.write({"categ_id": False})


@tagged("post_install", "-at_install")
class TestNoWayAround(StockCase):
    """Whatever stock rights: the stock of a branch changes by papers and counts alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quants = cls.env["stock.quant"].with_user(cls.keeper).with_context(inventory_mode=True)
        cls.quant = cls.quants.search([("product_id", "=", cls.cable.id)])

    def test_stock_users_apply_no_inventory(self):
        manager = self.boss
        manager.group_ids |= self.env.ref("stock.group_stock_manager")
        for user in (self.keeper, manager):
            quant = self.quant.with_user(user)
            for name, attempt in {
                "apply": lambda q: (
                    q.write({"inventory_quantity": 3}) and q.action_apply_inventory()
                ),
                "auto": lambda q: q.write({"inventory_quantity_auto_apply": 3}),
                "create": lambda q: q.create(self._new_quant()),
                "zero": lambda q: q.with_context(
                    inventory_report_mode=True
                ).action_set_inventory_quantity_zero(),
                "quantity": lambda q: q.write({"quantity": 3}),
            }.items():
                with self.subTest(name, user=user.login), self.assertRaises(AccessError):
                    attempt(quant)
        self.assertEqual(self._on_hand(self.cable), 10)

    def _new_quant(self):
        return {
            "product_id": self.cable.id,
            "location_id": self.shelf.id,
            "inventory_quantity_auto_apply": 4,
        }

    def test_no_move_to_the_place_of_losses(self):
        moves = self.env["stock.move"].with_user(self.keeper)
        vals = {
            "product_id": self.cable.id,
            "product_uom_qty": 2,
            "location_id": self.shelf.id,
            "location_dest_id": self.cable.property_stock_inventory.id,
            "picked": True,
        }
        move = moves.create(vals)
        with self.assertRaises(AccessError):
            move._action_done()
        with self.assertRaises(AccessError):
            moves.create({**vals, "ops_stock_count_id": self._count().id})

    def test_headquarters_go_on_as_odoo_has_it(self):
        house = self.env["stock.warehouse"].search([("ops_department_id", "=", False)], limit=1)
        self.keeper.group_ids |= self.env.ref("stock.group_stock_user")
        quant = self.quants.create(
            {
                "product_id": self.cable.id,
                "location_id": house.lot_stock_id.id,
                "inventory_quantity": 4,
            }
        )
        quant.action_apply_inventory()
        self.assertEqual(quant.quantity, 4)

    def test_scrapping_has_its_own_paper(self):
        scrap = (
            self.env["stock.scrap"]
            .with_user(self.keeper)
            .create({"product_id": self.cable.id, "scrap_qty": 1, "location_id": self.shelf.id})
        )
        scrap.action_validate()
        self.assertEqual(self._on_hand(self.cable), 9)
