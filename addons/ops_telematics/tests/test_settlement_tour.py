from odoo.fields import Command
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

    def test_what_was_paid_in_advance_is_reconciled(self):
        settlement = self._posted()
        owed = settlement.bill_id.line_ids.account_id.filtered(
            lambda account: account.account_type == "liability_payable"
        )
        bank = self.env["account.journal"].search([("type", "=", "bank")], limit=1)
        partner = settlement.partner_id.id
        lines = (
            {"account_id": owed.id, "partner_id": partner, "debit": 32.14},
            {"account_id": bank.default_account_id.id, "partner_id": partner, "credit": 32.14},
        )
        self.env["account.move"].create(
            {"journal_id": bank.id, "line_ids": [Command.create(line) for line in lines]}
        ).action_post()
        self.start_tour(WHERE, "ops_settlement_reconcile", login="t_fin", timeout=PATIENCE_S)
        settlement.invalidate_recordset()
        self.assertEqual((settlement.state, settlement.bill_id.payment_state), ("paid", "paid"))
