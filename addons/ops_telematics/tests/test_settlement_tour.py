from odoo.tests import HttpCase, tagged

from .common_settlement import SettlementCase

PATIENCE_S = 240
WHERE = "/odoo/operator-bills"


@tagged("post_install", "-at_install")
class TestSettlementTour(SettlementCase, HttpCase):
    """In the browser from the file to the payment, each step as the role whose duty it is."""

    def test_from_the_file_to_the_payment(self):
        settlement = self._bill()
        for tour, login in (
            *(("ops_settlement_check", "t_da"), ("ops_settlement_approve", "t_dm")),
            ("ops_settlement_book", "t_fin"),
        ):
            self.start_tour(WHERE, tour, login=login, timeout=PATIENCE_S)
        settlement.invalidate_recordset()
        self.assertEqual((settlement.state, settlement.bill_id.payment_state), ("paid", "paid"))
