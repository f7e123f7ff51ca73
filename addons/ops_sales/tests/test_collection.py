"""Collection: what came in is what accounting reconciled, spread over the plan of the contract."""

import random
from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_sales import SalesCase


class CollectionCase(SalesCase):
    def setUp(self):
        super().setUp()
        self.today = self.env.company._ops_today()

    def _day(self, days):
        return self.today + timedelta(days=days)

    def _plan(self, contract, *parts):
        """Parts are (amount, days from today when it is due)."""
        lines = self.env["ops.collection.line"].with_user(self.seller)
        return lines.create(
            [
                {
                    "contract_id": contract.id,
                    "name": f"Part {number}",
                    "sequence": number,
                    "amount": amount,
                    "due_on": self._day(days),
                }
                for number, (amount, days) in enumerate(parts, 1)
            ]
        )

    def _bill(self, *orders):
        """An invoice over orders given as (contract, amount)."""
        made = self.env["sale.order"]
        for contract, amount in orders:
            made |= self._order((self.service, 1, amount, 0), ops_contract_id=contract.id)
        made.action_confirm()
        return self._invoice(made)

    def _found(self, lines, *names):
        lines.invalidate_recordset()
        return [tuple(line[name] for name in names) for line in lines]


@tagged("post_install", "-at_install")
class TestCollection(CollectionCase):
    def test_spread_over_the_plan_oldest_first(self):
        """30/60/10 of 100,000: 45,000 pay the first part and 15,000 of the second."""
        contract = self._contract(until="running")
        lines = self._plan(contract, (30000, -40), (60000, -10), (10000, 300))
        invoice = self._bill((contract, 100000))
        self._pay(invoice, 20000, self._day(-5))
        self._pay(invoice, 25000, self._day(-3))
        self.assertEqual(
            self._found(lines, "allocated", "residual", "state", "paid_on"),
            [
                (30000, 0, "paid", self._day(-3)),
                (15000, 45000, "part", False),
                (0, 10000, "open", False),
            ],
        )
        contract.invalidate_recordset()
        self.assertEqual(
            (contract.amount_received, contract.amount_late, contract.amount_unplanned),
            (45000, 45000, 0),
        )

    def test_undone_with_the_reconciliation(self):
        contract = self._contract(until="running")
        lines = self._plan(contract, (1000, 0))
        invoice = self._bill((contract, 1000))
        self._pay(invoice, 1000)
        self.assertEqual(self._found(lines, "state"), [("paid",)])
        receivable = invoice.line_ids.filtered("matched_credit_ids")
        receivable.remove_move_reconcile()
        self.assertFalse(contract.receipt_ids)
        self.assertEqual(self._found(lines, "state", "residual"), [("open", 1000)])

    def test_shared_between_contracts_to_the_cent(self):
        """100.00 on an invoice of 100 and 200 are 33.33 and 66.67; the rest 66.67 and 133.33."""
        one, two = self._contract(until="running"), self._contract(until="running")
        invoice = self._bill((one, 100), (two, 200))
        self._pay(invoice, 100)
        self.assertEqual((one.receipt_ids.amount, two.receipt_ids.amount), (33.33, 66.67))
        self._pay(invoice, 200)
        for contract, amounts in ((one, [33.33, 66.67]), (two, [66.67, 133.33])):
            contract.invalidate_recordset()
            self.assertEqual(sorted(contract.receipt_ids.mapped("amount")), amounts)

    def test_a_credit_note_is_no_money_and_a_refund_takes_it_back(self):
        contract = self._contract(until="running")
        lines = self._plan(contract, (1000, -1))
        invoice = self._bill((contract, 1000))
        self._pay(invoice, 600)
        refund = invoice._reverse_moves([{"invoice_date": self.today}])
        refund.invoice_line_ids.price_unit = 500
        refund.action_post()
        both = (invoice | refund).line_ids
        both.filtered(lambda one: one.account_type == "asset_receivable").reconcile()
        self.assertEqual(self._found(lines, "allocated"), [(600,)])
        self._pay(refund, refund.amount_residual)
        self.assertEqual(refund.amount_residual, 0)
        self.assertEqual(self._found(lines, "allocated"), [(500,)])

    def test_an_order_put_under_its_contract_later(self):
        contract = self._contract(until="running")
        lines = self._plan(contract, (700, 0))
        order = self._order((self.service, 1, 700, 0))
        order.action_confirm()
        self._pay(self._invoice(order), 700)
        self.assertEqual(self._found(lines, "state"), [("open",)])
        order.ops_contract_id = contract
        self.assertEqual(self._found(lines, "state"), [("paid",)])
        order.ops_contract_id = False
        self.assertEqual(self._found(lines, "state"), [("open",)])

    def test_agrees_with_accounting_on_random_flows(self):
        """Whatever is invoiced and paid in whatever parts: received is total less residual."""
        chance = random.Random(6)
        contracts = [self._contract(until="running") for _number in range(3)]
        invoices = self.env["account.move"]
        for _number in range(8):
            chosen = chance.sample(contracts, chance.randint(1, 3))
            invoices |= self._bill(*((one, chance.randint(1, 10**6) / 100) for one in chosen))
        for invoice in invoices:
            for _time in range(chance.randint(0, 3)):
                part = round(invoice.amount_residual * chance.random(), 2)
                if part > 0:
                    self._pay(invoice, part)
        if payment := invoices.line_ids.matched_credit_ids[:1]:
            payment.unlink()
        receipts = self.env["ops.collection.receipt"].search([("move_id", "in", invoices.ids)])
        received = sum(invoices.mapped("amount_total")) - sum(invoices.mapped("amount_residual"))
        self.assertEqual(round(sum(receipts.mapped("company_amount")), 2), round(received, 2))
        for invoice, own in receipts.grouped("move_id").items():
            paid = invoice.amount_total - invoice.amount_residual
            self.assertEqual(round(sum(own.mapped("amount")), 2), round(paid, 2))

    def test_nobody_types_money_in(self):
        contract = self._contract(until="running")
        line = self._plan(contract, (700, 0))
        for forged in ({"allocated": 700}, {"state": "paid"}, {"residual": 0}, {"dunned": 99}):
            with self.subTest(forged=forged), self.assertRaises(AccessError):
                line.write(forged)
        with self.assertRaises(AccessError):
            self.env["ops.collection.receipt"].with_user(self.sa).create(
                {"contract_id": contract.id, "amount": 700}
            )

    def test_ageing(self):
        contract = self._contract(until="running")
        days = {0: "current", -1: "d30", -30: "d30", -31: "d60", -90: "d90", -181: "older"}
        lines = self._plan(contract, *((10, day) for day in days))
        self.assertEqual(self._found(lines, "ageing"), [(one,) for one in days.values()])
        self.env.cr.execute("UPDATE ops_collection_line SET ageing = NULL")
        self.env["ops.collection.line"]._cron_collection()
        self.assertEqual(self._found(lines, "ageing"), [(one,) for one in days.values()])

    def test_a_plan_of_a_contract_that_is_over_stays(self):
        contract = self._contract(until="running")
        lines = self._plan(contract, (10, 0))
        contract.sudo().state = "terminated"
        for attempt in (
            lambda: lines.write({"amount": 5}),
            lines.unlink,
            lambda: self._plan(contract, (1, 1)),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_an_order_in_another_currency_is_refused(self):
        contract = self._contract(until="running", currency_id=self.env.ref("base.EUR").id)
        with self.assertRaises(ValidationError):
            self._order((self.service, 1, 10, 0), ops_contract_id=contract.id)


@tagged("post_install", "-at_install")
class TestDunning(CollectionCase):
    def setUp(self):
        super().setUp()
        self.contract = self._contract(until="running")

    def _late(self, days):
        return self._plan(self.contract, (1000, -days))

    def _todos(self, line):
        kind = self.env.ref("ops_sales.activity_dunning")
        return line.sudo().activity_ids.filtered(lambda one: one.activity_type_id == kind)

    def _dun(self, line):
        return self.env["ops.dunning"].browse(line.action_dun()["res_id"])

    def test_one_step_after_the_other(self):
        """Twenty days late: the call and the letter are due, the visit after 45 days is not."""
        line = self._late(20)
        self.assertEqual(self._dun(line).kind, "call")
        letter = self._dun(line).with_user(self.seller)
        for words in ("t customer near", "1,000.00", "20 天", self.contract.number):
            self.assertIn(words, letter.text)
        with self.assertRaises(UserError):
            line.action_dun()
        letter.answer = "t"
        for change in ({"text": "x"}, {"date": self.today}):
            with self.subTest(change=change), self.assertRaises(AccessError):
                letter.write(change)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "ops_sales.report_dunning", letter.ids
        )[0]
        self.assertIn("1,000.00", html.decode())

    def test_to_dos_come_and_go(self):
        line, fine = self._late(2), self._plan(self.contract, (1, 0))
        for _twice in range(2):
            self.env["ops.collection.line"]._cron_collection()
        self.assertEqual(self._todos(line).user_id, self.seller)
        self.assertFalse(self._todos(fine))
        line.action_dun()
        self.assertFalse(self._todos(line))

    def test_a_promise_waits_and_money_judges_it(self):
        line = self._late(20)
        promises = self.env["ops.collection.promise"].with_user(self.seller)
        promise = promises.create(
            {"line_id": line.id, "pay_on": self._day(3), "amount": 400, "note": "t"}
        )
        self.assertEqual((promise.state, promise.user_id), ("open", self.seller))
        with self.assertRaises(UserError):
            line.action_dun()
        with self.assertRaises(UserError):
            promise.write({"pay_on": self._day(30)})
        invoice = self._bill((self.contract, 1000))
        self._pay(invoice, 399.99)
        self.assertEqual(promise.state, "open")
        self._pay(invoice, 0.01)
        self.assertEqual(promise.state, "kept")
        late = promises.create(
            {
                "line_id": line.id,
                "promised_on": self._day(-9),
                "pay_on": self._day(-1),
                "amount": 5,
                "note": "t",
            }
        )
        self.assertEqual(late.state, "broken")
        line.invalidate_recordset()
        line.action_dun()

    def test_on_hold_no_order_is_confirmed(self):
        line = self._late(60)
        order = self._order((self.service, 1, 10, 0))
        for _step in range(3):
            line.action_dun()
        customer = self.customers["near"]
        self.assertTrue(customer.ops_hold)
        with self.assertRaises(UserError):
            order.action_confirm()
        with self.assertRaises(AccessError):
            customer.with_user(self.seller).action_ops_release()
        with self.assertRaises(AccessError):
            customer.with_user(self.sa).write({"ops_hold": False})
        customer.with_user(self.sd).action_ops_release()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_put_on_hold_by_hand(self):
        customer = self.customers["near"]
        action = customer.with_user(self.mm).action_ops_hold()
        wizard = self.env["ops.customer.hold"].with_user(self.mm)
        wizard.with_context(**action["context"]).create({"reason": "t"}).action_confirm()
        self.assertEqual((customer.ops_hold, customer.ops_hold_reason), (True, "t"))
        with self.assertRaises(AccessError):
            customer.with_user(self.sa).action_ops_hold()

    def test_unknown_variables_are_refused(self):
        step = self.env.ref("ops_sales.dunning_step_call")
        with self.assertRaises(ValidationError):
            step.text = "{price}"

    def test_the_home_page_shows_what_is_late(self):
        self._late(20)
        for user in (self.seller, self.sa):
            home = self.env["ops.home"].with_user(user).get_home()
            cards = {card["key"]: card for part in home["sections"] for card in part["cards"]}
            labels = [item["label"] for item in cards["collection_late"]["items"]]
            self.assertIn("t customer near · Part 1", labels)
