"""The sales ledger: every figure follows from the documents and agrees with accounting."""

import random
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common_sales import SalesCase

MONEY = ("ordered", "invoiced", "collected", "residual")


@tagged("post_install", "-at_install")
class TestLedger(SalesCase):
    def setUp(self):
        super().setUp()
        self.today = self.env.company._ops_today()

    def _rows(self, orders):
        self.env["ops.sales.ledger"].invalidate_model()
        return self.env["ops.sales.ledger"].search(
            [("order_id", "in", orders.ids)], order="order_id, id"
        )

    def _found(self, orders, *names):
        return [tuple(row[name] for name in names) for row in self._rows(orders)]

    def test_from_the_order_to_the_money_by_hand(self):
        """10 × 1,280 less 10 % are 11,520, and a service of 480; half of 12,000 is paid.

        Then two pieces are credited: 2 × 1,152 = 2,304. Odoo sets them off against the invoice, of
        which 8,304 are settled now: 24/25 of it, 7,971.84, less 2,304 for the devices.
        """
        self.device.invoice_policy = "order"
        contract = self._contract(until="running")
        lines = ((self.device, 10, 1280, 10), (self.service, 1, 480, 0))
        order = self._order(*lines, ops_contract_id=contract.id)
        self.assertFalse(self._rows(order))
        order.action_confirm()
        self.assertEqual(self._found(order, *MONEY), [(11520, 0, 0, 0), (480, 0, 0, 0)])
        invoice = self._invoice(order)
        self._pay(invoice, 6000)
        self.assertEqual(
            self._found(order, *MONEY), [(11520, 11520, 5760, 5760), (480, 480, 240, 240)]
        )
        refund = invoice._reverse_moves([{"invoice_date": self.today}])
        piece = refund.invoice_line_ids.filtered(lambda one: one.product_id == self.device)
        (refund.invoice_line_ids - piece).unlink()
        piece.quantity = 2
        refund.action_post()
        self.assertEqual(
            self._found(order, *MONEY),
            [(11520, 9216, 5667.84, 3548.16), (480, 480, 332.16, 147.84)],
        )
        row = self._rows(order)[0]
        self.assertEqual((row.contract_id, row.contract_number), (contract, contract.number))
        self.assertEqual(row.invoiced_on, self.today)

    def test_cents_add_up_to_the_invoice(self):
        """Three lines of 0.10 of which 0.10 in all is paid: 0.03, 0.04 and 0.03."""
        order = self._order(*((self.service, 1, 0.10, 0) for _line in range(3)))
        order.action_confirm()
        self._pay(self._invoice(order), 0.10)
        self.assertEqual(
            sorted(one for (one,) in self._found(order, "collected")), [0.03, 0.03, 0.04]
        )

    def test_deliveries(self):
        """Three of five pieces left the warehouse: their number and day stand in the row."""
        goods = self.env["product.product"].create(
            {"name": "t goods", "is_storable": True, "taxes_id": [], "list_price": 10}
        )
        place = self.near.warehouse_id.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(goods, place, 5)
        order = self._order((goods, 5, 10, 0))
        order.action_confirm()
        move = order.sudo().picking_ids.move_ids
        move.quantity, move.picked = 3, True
        order.sudo().picking_ids.with_context(skip_backorder=True).button_validate()
        found = self._found(order, "quantity", "delivered")
        self.assertEqual(found, [(5, 3)])
        self.assertTrue(self._rows(order).delivered_on)

    def test_agrees_with_accounting_on_random_flows(self):
        """Discounts, taxes, two currencies, part invoices, credit notes and part payments."""
        chance, orders = random.Random(56), self.env["sale.order"]
        tax = self.env["account.tax"].create(
            {"name": "t 13", "amount": 13, "company_id": self.env.company.id}
        )
        self.device.write({"invoice_policy": "order", "taxes_id": [Command.set(tax.ids)]})
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "rate": 0.1387, "company_id": self.env.company.id}
        )
        foreign = self.env["product.pricelist"].create({"name": "t", "currency_id": dollar.id})
        for _number in range(12):
            lines = [
                (
                    *(chance.choice((self.device, self.service)), chance.randint(1, 9)),
                    *(chance.randint(1, 10**6) / 100, chance.choice((0, 3.33, 12.5))),
                )
                for _line in range(chance.randint(1, 4))
            ]
            vals = {"pricelist_id": foreign.id} if chance.random() < 0.3 else {}
            orders |= self._order(*lines, **vals)
        orders.action_confirm()
        moves = self._bill_at_random(orders, chance)
        rows = self._rows(orders)
        invoiced = sum(moves.mapped("amount_total_signed"))
        receivable = sum(moves.mapped("amount_residual_signed"))
        for name, expected in (
            ("invoiced", invoiced),
            ("residual", receivable),
            ("collected", invoiced - receivable),
        ):
            with self.subTest(name):
                self.assertEqual(round(sum(rows.mapped(name)), 2), round(expected, 2))
        books = moves.line_ids.filtered(lambda one: one.account_type == "asset_receivable")
        self.assertEqual(round(sum(books.mapped("balance")), 2), round(invoiced, 2))

    def _bill_at_random(self, orders, chance):
        """Invoice, credit and pay in parts; return all invoices and credit notes."""
        moves = self.env["account.move"]
        for order in orders:
            invoice = order.sudo()._create_invoices()
            invoice.invoice_date = self.today
            if chance.random() < 0.4:
                invoice.invoice_line_ids[:1].quantity = 1
            invoice.action_post()
            moves |= invoice
            if chance.random() < 0.7:
                self._pay(invoice, round(invoice.amount_residual * chance.random() + 0.01, 2))
            if chance.random() < 0.4:
                refund = invoice._reverse_moves([{"invoice_date": self.today}])
                refund.invoice_line_ids[:1].price_unit *= 0.5
                refund.action_post()
                moves |= refund
                both = (invoice | refund).line_ids
                both.filtered(lambda one: one.account_type == "asset_receivable").reconcile()
        return moves

    def test_every_figure_opens_its_document(self):
        contract = self._contract(until="running")
        order = self._order((self.service, 1, 480, 0), ops_contract_id=contract.id)
        order.action_confirm()
        invoice = self._invoice(order)
        row = self._rows(order).with_user(self.sa)
        for method, record in (
            ("action_open_order", order),
            ("action_open_contract", contract),
            ("action_open_invoices", invoice),
        ):
            action = getattr(row, method)()
            self.assertEqual((action["res_model"], action["res_id"]), (record._name, record.id))

    def test_branches_are_kept_apart(self):
        orders = self._order((self.service, 1, 10, 0))
        orders |= self._order(
            (self.service, 1, 10, 0), seller=self.far_users["branch_sales"], customer="far"
        )
        orders.sudo().action_confirm()
        ledger = self.env["ops.sales.ledger"]
        domain = [("order_id", "in", orders.ids)]
        for user, expected in (
            (self.seller, orders[0]),
            (self.far_users["branch_sales"], orders[1]),
            (self.users["gm"], orders[0]),
        ):
            with self.subTest(user=user.login):
                found = ledger.with_user(user).search(domain)
                wanted = orders if user == self.users["gm"] else expected
                self.assertEqual(found.mapped("order_id").ids, wanted.sorted("id", True).ids)

    def test_the_report_of_the_month(self):
        order = self._order((self.service, 2, 240, 0))
        order.action_confirm()
        self._pay(self._invoice(order), 100)
        builder = self.env["ops.report.builder"]
        place = self.near.department_id
        summary, sheet = builder._build_sales_ledger(place, self.today, self.today)
        row = next(one for one in sheet.rows if one.get("order") == order.name)
        self.assertEqual(tuple(row[name] for name in MONEY), (480, 480, 100, 380))
        self.assertEqual(summary.rows[-1]["residual"], sheet.rows[-1]["residual"])
        before = self.today - timedelta(days=1)
        _summary, sheet = builder._build_sales_ledger(place, before, before)
        self.assertNotIn(order.name, [one.get("order") for one in sheet.rows])
