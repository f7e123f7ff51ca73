"""Balances with operators that are paid beforehand: what accounting says, whatever happens."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_settlement import SettlementCase


class PrepaidCase(SettlementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account.write({"is_prepaid": True, "prepaid_floor": 50})
        cls.bank = cls.env["account.journal"].search([("type", "=", "bank")], limit=1)

    def _topup(self, amount, **vals):
        """A top-up of the account itself, asked for and approved."""
        batch = self.env["ops.sim.batch"].with_user(self.da)
        batch = batch.create(
            {
                "kind": "topup",
                "account_id": self.account.id,
                "reason": "余额不足",
                "amount": amount,
                **vals,
            }
        )
        batch.action_submit()
        batch.with_user(self.dm).action_approve()
        return batch

    def _pay(self, batch):
        dialog = self.env["ops.prepaid.payment"].with_user(self.fin)
        return dialog.create({"batch_id": batch.id, "journal_id": self.bank.id}).action_pay()

    def _ledger(self):
        """What the ledger account says, by the lines of its entries."""
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", self.account.prepaid_account_id.id),
                ("parent_state", "=", "posted"),
            ]
        )
        return round(sum(lines.mapped("balance")), 2)

    def _assert_balance(self, amount):
        self.account.invalidate_recordset()
        self.assertEqual((round(self.account.prepaid_balance, 2), self._ledger()), (amount, amount))
        entries = self.env["ops.prepaid.entry"].search(
            [("operator_account_id", "=", self.account.id)]
        )
        found = sum(entries.mapped("incoming")) - sum(entries.mapped("outgoing"))
        self.assertEqual(round(found, 2), amount)


@tagged("post_install", "-at_install")
class TestPrepaid(PrepaidCase):
    def test_topped_up_drawn_on_and_returned(self):
        """100.00 paid; the bill of 32.14 leaves 67.86; 14.06 returned make it 81.92."""
        batch = self._topup(100)
        self.assertEqual((batch.payable, batch.state), (100, "ready"))
        payment = self.env["account.payment"].browse(self._pay(batch)["res_id"])
        self.assertEqual(payment.destination_account_id, self.account.prepaid_account_id)
        self.assertEqual(self.account.prepaid_account_id.account_type, "asset_prepayments")
        self.assertEqual((batch.state, batch.is_paid), ("settled", True))
        self._assert_balance(100)
        settlement = self._posted()
        self.assertEqual((settlement.state, settlement.bill_id.payment_state), ("paid", "paid"))
        self._assert_balance(67.86)
        settlement.dispute_ids.sudo()._credit(14.06, "2026-11-25", "CN-1")
        self.assertEqual(settlement.dispute_ids.state, "closed")
        self._assert_balance(81.92)

    def test_what_the_balance_lacks_is_paid_otherwise_or_drawn_later(self):
        """20.00 of 32.14; 12.14 are owed until 50.00 more are there: 37.86 left."""
        self._pay(self._topup(20))
        settlement = self._posted()
        self.assertEqual(settlement.state, "posted")
        self.assertAlmostEqual(settlement.bill_id.amount_residual, 12.14)
        self._assert_balance(0)
        with self.assertRaises(UserError):
            settlement.with_user(self.fin).action_draw()
        self._pay(self._topup(50))
        settlement.with_user(self.fin).action_draw()
        self.assertEqual(settlement.state, "paid")
        self._assert_balance(37.86)

    def test_what_finance_books_by_hand_counts(self):
        self._pay(self._topup(100))
        counterpart = self.env["account.account"].search(
            [("account_type", "=", "expense")], limit=1
        )
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "line_ids": [
                    (0, 0, {"account_id": self.account.prepaid_account_id.id, "credit": 7.5}),
                    (0, 0, {"account_id": counterpart.id, "debit": 7.5}),
                ],
            }
        )
        self._assert_balance(100)
        move.action_post()
        self._assert_balance(92.5)

    def test_paid_once(self):
        batch = self._topup(30)
        payment = self.env["account.payment"].browse(self._pay(batch)["res_id"])
        with self.assertRaises(UserError):
            self._pay(batch)
        payment.action_draft()
        payment.action_cancel()
        self.assertFalse(batch.is_paid)
        self._assert_balance(0)
        self._pay(batch)
        self._assert_balance(30)

    def test_cards_that_were_topped_up_are_paid_for_the_others_not(self):
        cards = self.env["ops.sim"].union(*list(self.sims.values())[:2])
        cards._change_state("active", "2026-11-01")
        batch = self.env["ops.sim.batch"].with_user(self.da)
        batch = batch._propose("topup", cards, "充值", card_amount=12.5)
        self.assertEqual(batch.amount_total, 25)
        batch.action_submit()
        batch.with_user(self.dm).action_approve()
        batch.action_send()
        self.assertFalse(batch.payable)
        answer = "ICCID,处理结果,原因\n" + "\n".join(
            f"{card.iccid},{word}" for card, word in zip(cards, ("成功", "失败"), strict=True)
        )
        self._feed("operator_answer", "answer.csv", answer)
        self.assertEqual((batch.state, batch.payable), ("settled", 12.5))
        self._pay(batch)
        self._assert_balance(12.5)

    def test_who_may_pay(self):
        batch = self._topup(30)
        for user in (self.da, self.dm):
            with self.assertRaises(AccessError), self.cr.savepoint():
                batch.with_user(user).action_pay()
        ready = (
            self.env["ops.sim.batch"]
            .with_user(self.da)
            .create({"kind": "topup", "account_id": self.account.id, "reason": "t", "amount": 5})
        )
        with self.assertRaises(UserError):
            self._pay(ready)

    def test_a_low_balance_is_warned_of_once(self):
        accounts = self.env["ops.operator.account"]
        accounts._warn_low()
        todos = self.account._todos_of("ops_telematics.activity_prepaid")
        self.assertEqual(todos.user_id, self.da | self.dm)
        accounts._warn_low()
        self.assertEqual(self.account._todos_of("ops_telematics.activity_prepaid"), todos)
        self.assertIn(self.account, accounts.search([("is_low", "=", True)]))
        self._pay(self._topup(60))
        self.assertFalse(self.account._todos_of("ops_telematics.activity_prepaid"))
        self.assertNotIn(self.account, accounts.search([("is_low", "=", True)]))

    def test_the_figure_on_the_home_page(self):
        self._pay(self._topup(60))
        for code in ("da", "dm", "fin"):
            home = self.env["ops.home"].with_user(self.users[code]).get_home()
            cards = {card["key"]: card for one in home["sections"] for card in one["cards"]}
            found = {item["label"]: item["value"] for item in cards["prepaid"]["items"]}
            self.assertIn("60.00", found[self.account.name])
