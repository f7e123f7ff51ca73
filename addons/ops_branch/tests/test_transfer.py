"""Goods on the way: booked out, counted blind, a difference borne by somebody."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_stock import StockCase


@tagged("post_install", "-at_install")
class TestTransfer(StockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.far_keeper = cls.far_users["storekeeper"]
        cls.far_shelf = cls.far.warehouse_id.lot_stock_id
        cls.dm = cls.users["dm"]
        # The deputy is in charge of both branches here, as in the company.
        cls._assign(cls.people["dm"], "dm", cls.other)

    def _transfer(self, sent=True, sender=None, receiver=None, user=None, **goods):
        """Cables and serials sent from the near branch to the far one."""
        lines = [(self.cable, None, goods.get("cables", 4))]
        lines += [(self.terminal, self.serials[name], 1) for name in goods.get("serials", ())]
        transfer = (
            self.env["ops.transfer"]
            .with_user(user or self.keeper)
            .create(
                {
                    "sender_id": (sender or self.near.warehouse_id).id,
                    "receiver_id": (receiver or self.far.warehouse_id).id,
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "lot_id": lot and lot.id,
                                "quantity": quantity,
                            }
                        )
                        for product, lot, quantity in lines
                    ],
                }
            )
        )
        if sent:
            transfer.action_send()
        return transfer

    def _receive(self, transfer, cables=4, codes=""):
        receipts = self.env["ops.transfer.receipt"].with_user(self.far_keeper)
        receipts.create(
            {
                "transfer_id": transfer.id,
                "codes": codes,
                "line_ids": [Command.create({"product_id": self.cable.id, "quantity": cables})],
            }
        ).action_confirm()

    def _held(self, place, product=None, lot=None):
        quants = self.env["stock.quant"]._gather(product or self.cable, place, lot_id=lot)
        return sum(quants.mapped("quantity"))

    def _way(self):
        return self.env.company.internal_transit_location_id

    def _where(self):
        """Cables at the sender, on the way, at the receiver."""
        return tuple(self._held(place) for place in (self.shelf, self._way(), self.far_shelf))

    def test_arrived_as_sent(self):
        transfer = self._transfer(serials=["T1"])
        self.assertEqual(self._where(), (6, 4, 0))
        self._receive(transfer, codes="T1")
        self.assertEqual((transfer.state, self._where()), ("done", (6, 0, 4)))
        self.assertEqual(self._held(self.far_shelf, self.terminal, self.serials["T1"]), 1)
        out, into = transfer.picking_ids.sorted("id")
        self.assertEqual((out.state, into.state), ("done", "done"))
        self.assertEqual(into.move_ids.move_orig_ids, out.move_ids)
        self.assertEqual(out.ops_department_id, self.near.department_id)
        self.assertEqual(into.ops_department_id, self.far.department_id)

    def test_receiver_counts_blind(self):
        transfer = self._transfer()
        theirs = transfer.with_user(self.far_keeper)
        self.assertEqual(theirs.state, "sent")
        lines = self.env["ops.transfer.line"].with_user(self.far_keeper)
        self.assertFalse(lines.search([("transfer_id", "=", transfer.id)]))
        with self.assertRaises(AccessError):
            lines.browse(transfer.line_ids.ids).read(["quantity"])
        with self.assertRaises(AccessError):
            transfer.picking_ids.with_user(self.far_keeper).read(["name"])
        self._receive(transfer, cables=3)
        self.assertEqual(lines.search([("transfer_id", "=", transfer.id)]).quantity, 4)

    def _short(self):
        transfer = self._transfer(serials=["T1"])
        self._receive(transfer, cables=3)
        self.assertEqual((transfer.state, self._where()), ("difference", (6, 1, 3)))
        return transfer

    def _decide(self, transfer, bearer, user=None):
        decisions = self.env["ops.transfer.decision"].with_user(user or self.dm)
        decisions.create(
            {"transfer_id": transfer.id, "bearer": bearer, "reason": "t"}
        ).action_confirm()

    def test_who_bears_what_is_missing(self):
        for bearer, where in (
            ("sender", (7, 0, 3)),
            ("receiver", (6, 0, 4)),
            ("carrier", (6, 0, 3)),
        ):
            with self.subTest(bearer), self.env.cr.savepoint() as savepoint:
                transfer = self._short()
                self._decide(transfer, bearer)
                self.assertEqual((transfer.state, self._where()), ("done", where))
                self.assertEqual(transfer.decided_by_id, self.dm)
                self.assertEqual(self._held(self._way(), self.terminal, self.serials["T1"]), 0)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_decided_by_the_deputy_alone_and_once(self):
        transfer = self._short()
        for user in (self.keeper, self.boss, self.far_users["bm"]):
            with self.subTest(user.login), self.assertRaises(AccessError):
                transfer.with_user(user).action_decide()
        self._decide(transfer, "carrier")
        with self.assertRaises(UserError):
            self._decide(transfer, "carrier")
        self.assertEqual(self._where(), (6, 0, 3))

    def test_what_came_too_much(self):
        transfer = self._transfer()
        self._receive(transfer, cables=5, codes="T2")
        self.assertEqual(transfer.state, "difference")
        extra = transfer.line_ids.filtered("lot_id")
        self.assertEqual((extra.quantity, extra.difference), (0, 1))
        self._decide(transfer, "sender")
        self.assertEqual(self._where(), (5, 0, 5))
        self.assertEqual(self._held(self.far_shelf, self.terminal, self.serials["T2"]), 1)

    def test_received_once(self):
        transfer = self._transfer()
        self._receive(transfer)
        with self.assertRaises(UserError):
            self._receive(transfer)
        self.assertEqual(self._where(), (6, 0, 4))

    def test_sent_once_and_only_what_is_there(self):
        transfer = self._transfer()
        with self.assertRaises(UserError):
            transfer.action_send()
        with self.assertRaisesRegex(UserError, "6"):
            self._transfer(cables=7)
        self._transfer(serials=["T1"])
        with self.assertRaises(UserError):
            self._transfer(cables=1, serials=["T1"])

    def test_own_goods_only(self):
        with self.assertRaises(AccessError):
            self._transfer(user=self.far_keeper)
        transfer = self._transfer()
        with self.assertRaises(AccessError):
            transfer.with_user(self.keeper).action_receive()
        for user in (self.keeper, self.far_keeper):
            with self.subTest(user.login), self.assertRaises(UserError):
                transfer.with_user(user).write({"waybill": "x"})
        with self.assertRaises(UserError):
            transfer.line_ids[0].with_user(self.keeper).write({"quantity": 1})

    def test_headquarters(self):
        house = self.env["ops.transfer"]._headquarters()[:1]
        self._stock(self.cable, 9, place=house.lot_stock_id)
        sa = self.users["sa"]
        transfer = self._transfer(sender=house, receiver=self.near.warehouse_id, user=sa)
        with self.assertRaises(AccessError):
            transfer.line_ids.with_user(self.keeper).read(["quantity"])
        transfer.with_user(self.keeper)._receive({(self.cable, self.env["stock.lot"]): 4})
        self.assertEqual((transfer.state, self._on_hand(self.cable)), ("done", 14))
        with self.assertRaises(AccessError):
            self._transfer(sender=house, receiver=self.near.warehouse_id)
        with self.assertRaises(ValidationError):
            self._transfer(sender=house, receiver=house, user=sa)

    def test_age_and_late(self):
        transfer = self._transfer()
        transfer.sudo().write({"sent_at": transfer.sent_at - timedelta(days=9)})
        self.assertEqual((transfer.days, transfer.age, transfer.is_late), (9, "8", False))
        transfer.sudo().due_on = self.env.company._ops_today() - timedelta(days=1)
        self.assertTrue(transfer.is_late)
        late = self.env["ops.transfer"].search([("is_late", "=", True)])
        self.assertIn(transfer, late)

    def test_home(self):
        transfer = self._transfer()
        card = self.env["ops.home"].with_user(self.far_keeper)._home_transfers()
        self.assertEqual(card["items"][0]["action"]["res_id"], transfer.id)

    def test_scanned_serial_nobody_knows(self):
        with self.assertRaisesRegex(UserError, "NOBODY"):
            self._receive(self._transfer(), codes="NOBODY")
