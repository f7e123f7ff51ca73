from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common_stock import StockCase

PATIENCE_S = 240


@tagged("post_install", "-at_install")
class TestStockTour(StockCase, HttpCase):
    def test_count_blind_recount_approve(self):
        count = self._count(started=False)
        self.start_tour(
            "/odoo/ops-stock-counts",
            "ops_stock_count",
            login="t_near_storekeeper",
            timeout=PATIENCE_S,
        )
        self.assertEqual((count.state, count.difference_count), ("review", 3))
        self.start_tour(
            "/odoo/ops-stock-counts", "ops_stock_approve", login="t_near_bm", timeout=PATIENCE_S
        )
        self.assertEqual((count.state, count.move_count), ("posted", 3))
        self.assertEqual(self._on_hand(self.cable), 9)

    def test_transfer_received_short(self):
        self._assign(self.people["dm"], "dm", self.other)
        line = Command.create({"product_id": self.cable.id, "quantity": 4})
        transfer = (
            self.env["ops.transfer"]
            .with_user(self.keeper)
            .create(
                {
                    "sender_id": self.near.warehouse_id.id,
                    "receiver_id": self.far.warehouse_id.id,
                    "line_ids": [line],
                }
            )
        )
        transfer.action_send()
        for tour, login in (
            ("ops_transfer_receive", "t_far_storekeeper"),
            ("ops_transfer_decide", "t_dm"),
        ):
            self.start_tour("/odoo/ops-transfers", tour, login=login, timeout=PATIENCE_S)
        self.assertEqual((transfer.state, transfer.bearer), ("done", "carrier"))
        self.assertEqual(transfer.line_ids.difference, -1)
