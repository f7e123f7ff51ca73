"""Contracts from the template to the archive, and what became of them."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.ops_roles.core.seal import digest

from .common_sales import SalesCase

TEXT = "Sold to {customer} for {amount} ({amount_capital}), from {date_from} to {date_to}."


@tagged("post_install", "-at_install")
class TestContract(SalesCase):
    def setUp(self):
        super().setUp()
        self.today = self.env.company._ops_today()
        self.template = (
            self.env["ops.contract.template"]
            .with_user(self.sd)
            .create(
                {
                    "name": "t",
                    "clause_ids": [Command.create({"name": "1. Price", "text": TEXT})],
                }
            )
        )

    # ------------------------------------------------------------ text and versions

    def test_the_template_is_filled_in(self):
        """140,950.00 yuan is 壹拾肆万零玖佰伍拾元整 on Chinese papers."""
        contract = self._contract(
            body=False,
            template_id=self.template.id,
            amount=140950,
            date_from="2026-03-05",
            date_to="2027-03-04",
        )
        contract.action_fill()
        self.assertEqual(
            contract.body,
            "1. Price\nSold to t customer near for 140,950.00 (壹拾肆万零玖佰伍拾元整),"
            " from 2026年3月5日 to 2027年3月4日.",
        )

    def test_unknown_variables_are_refused(self):
        with self.assertRaises(ValidationError) as caught:
            self.template.clause_ids.text = "{price}"
        self.assertIn("{amount_capital}", str(caught.exception))

    def test_versions_are_kept_with_their_difference_and_never_change(self):
        contract = self._contract()
        with self.assertRaises(UserError):
            contract.action_keep_version()
        contract.version_note = "first"
        contract.action_keep_version()
        with self.assertRaises(UserError):
            contract.action_keep_version()
        contract.write({"body": "One\n2\nThree", "version_side": "theirs", "version_note": "two"})
        contract.action_keep_version()
        first, last = contract.version_ids.sorted("number")
        self.assertEqual(
            (first.number, last.number, last.side, last.user_id), (1, 2, "theirs", self.seller)
        )
        self.assertEqual(
            str(last.difference),
            "<p>One</p><p><del>Two</del></p><p><ins>2</ins></p><p>Three</p>",
        )
        self.assertEqual((last.changed_count, last.sha256), (1, digest(b"One\n2\nThree")))
        for attempt in (
            lambda: last.sudo().write({"body": "x"}),
            lambda: last.sudo().unlink(),
            lambda: last.with_user(self.sd).write({"note": "x"}),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_filling_in_does_not_lose_words(self):
        contract = self._contract(template_id=self.template.id)
        with self.assertRaises(UserError):
            contract.action_fill()
        contract.version_note = "t"
        contract.action_keep_version()
        contract.action_fill()
        self.assertIn("Sold to", contract.body)

    # ------------------------------------------------------------ review and confirmation

    def test_reviewed_confirmed_and_numbered(self):
        contract = self._contract()
        contract.action_submit()
        self.assertEqual(contract.version_ids.body, contract.body)
        self.assertEqual(contract.approval_waiting_user_ids, self.sd)
        contract.with_user(self.sd).action_approve()
        self.assertEqual(contract.approval_waiting_user_ids, self.mm)
        self.assertFalse(contract.number)
        contract.with_user(self.mm).action_approve()
        self.assertEqual(contract.state, "confirmed")
        self.assertEqual(contract.confirmed_on, self.today)
        self.assertRegex(contract.number, rf"^XSHT-{self.today.year}-\d{{4}}$")

    def test_numbers_have_no_gap(self):
        one = self._contract(until="confirmed")
        refused = self._contract()
        refused.action_submit()
        refused.with_user(self.sd).action_refuse("t")
        two = self._contract(until="confirmed")
        self.assertEqual(two.running_number, one.running_number + 1)
        self.assertFalse(refused.number)

    def test_the_general_manager_signs_large_ones(self):
        for amount, last in ((1000000, self.users["gm"]), (999999.99, None)):
            with self.subTest(amount=amount):
                contract = self._contract(amount=amount)
                self._confirmed(contract)
                self.assertEqual(contract.approval_waiting_user_ids, last or self.env["res.users"])
                if last:
                    contract.with_user(last).action_approve()
                self.assertEqual(contract.state, "confirmed")

    def test_what_is_confirmed_stays(self):
        contract = self._contract(until="confirmed")
        for change in ({"body": "x"}, {"amount": 1}, {"partner_id": self.customers["far"].id}):
            with self.subTest(change=change), self.assertRaises(UserError):
                contract.write(change)
        for forged in ({"state": "running"}, {"number": "X"}, {"parent_id": contract.id}):
            with self.subTest(forged=forged), self.assertRaises(AccessError):
                contract.write(forged)
        with self.assertRaises(UserError):
            contract.unlink()

    def test_nothing_empty_is_handed_in(self):
        for vals in ({"body": " "}, {"amount": 0}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self._contract(**vals).action_submit()

    # ------------------------------------------------------------ seals and scans

    def test_sealed_only_once_confirmed_and_logged(self):
        contract = self._contract()
        with self.assertRaises(UserError):
            contract.with_user(self.sa)._seal("contract", 2, False)
        self._confirmed(contract)
        with self.assertRaises(UserError):
            contract.action_seal()
        action = contract.with_user(self.sa).action_seal()
        wizard = self.env["ops.contract.sealing"].with_user(self.sa)
        wizard = wizard.with_context(**action["context"]).create({"copies": 4, "note": "t"})
        wizard.action_confirm()
        contract.with_user(self.mm)._seal("legal", 1, False)
        self.assertEqual((contract.state, contract.copies_sealed), ("sealed", 5))
        self.assertEqual(contract.seal_ids.user_id, self.sa | self.mm)
        with self.assertRaises(UserError):
            contract.seal_ids.sudo().write({"copies": 1})

    def test_the_scan_is_archived_with_its_digest(self):
        contract = self._contract(until="confirmed")
        with self.assertRaises(UserError):
            self._running(contract)
        self._sealed(contract)
        scan = self._running(contract)
        self.assertEqual((contract.state, contract.signed_on), ("running", self.today))
        self.assertEqual((scan.sha256, scan.user_id), (digest(b"t"), self.sa))
        self.assertEqual(scan.action_verify()["params"]["type"], "success")
        file = self.env["ir.attachment"].search(
            [("res_model", "=", scan._name), ("res_id", "=", scan.id), ("res_field", "=", "file")]
        )
        file.raw = b"forged"
        self.env.invalidate_all()
        self.assertEqual(scan.action_verify()["params"]["type"], "danger")
        for attempt in (
            lambda: scan.write({"name": "x"}),
            scan.unlink,
            lambda: scan.sudo().write({"name": "x"}),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_it_prints(self):
        contract = self._contract(until="confirmed", amount=600800)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "ops_sales.report_contract", contract.ids
        )[0]
        for words in (contract.number, "陆拾万零捌佰元整", contract.version_ids.sha256):
            self.assertIn(words, html.decode())

    # ------------------------------------------------------------ execution

    def _invoiced(self, contract, pieces=10, price=1280):
        order = self._order((self.device, pieces, price, 0), ops_contract_id=contract.id)
        order.action_confirm()
        return order, self._invoice(order)

    def test_orders_invoices_and_money(self):
        """Ten at 1,280 are 12,800; 5,000 paid; a credit note of two takes 2,560 off again."""
        self.device.invoice_policy = "order"
        contract = self._contract(until="running")
        _order, invoice = self._invoiced(contract)
        self._pay(invoice, 5000)
        contract.invalidate_recordset()
        self.assertEqual(
            (contract.amount_ordered, contract.amount_invoiced, contract.amount_collected),
            (12800, 12800, 5000),
        )
        refund = invoice._reverse_moves([{"invoice_date": self.today}])
        refund.invoice_line_ids.quantity = 2
        refund.action_post()
        contract.invalidate_recordset()
        self.assertEqual((contract.amount_invoiced, contract.amount_collected), (10240, 5000))
        self.assertEqual((contract.order_count, contract.delivered_percent), (1, 0))

    def test_an_order_is_with_the_same_customer(self):
        contract = self._contract(until="running")
        with self.assertRaises(ValidationError):
            self._order((self.device, 1, 1280, 0), customer="far", ops_contract_id=contract.id)

    def test_amendments_change_the_amount_once_confirmed(self):
        contract = self._contract(until="running")
        draft = self.env["ops.contract"].browse(contract.action_amend()["res_id"])
        draft = draft.with_user(self.seller)
        draft.write({"amount": -20000, "body": "less"})
        self.assertEqual((contract.amendment_count, contract.amount_now), (1, 100000))
        self._confirmed(draft)
        self.assertEqual(contract.amount_now, 80000)

    def test_only_the_manager_terminates_and_says_why(self):
        contract = self._contract(until="running")
        contract.sudo().end_reason = "t"
        with self.assertRaises(UserError):
            contract.action_terminate()
        contract.with_user(self.mm).action_terminate()
        self.assertEqual((contract.state, contract.ended_on), ("terminated", self.today))

    # ------------------------------------------------------------ expiry and renewal

    def _todos(self, contract):
        kind = self.env.ref("ops_sales.activity_contract_expiry")
        return contract.sudo().activity_ids.filtered(lambda one: one.activity_type_id == kind)

    def _until(self, days, **vals):
        start, last = self.today - timedelta(days=364 - days), self.today + timedelta(days=days)
        return self._contract(until="running", date_from=start, date_to=last, **vals)

    def test_reminded_in_time_and_renewed(self):
        due, later = self._until(60), self._until(61)
        for _twice in range(2):
            self.env["ops.contract"]._cron_contracts()
        self.assertEqual((due.expiry, later.expiry), ("due", "later"))
        self.assertEqual(self._todos(due).user_id, self.seller)
        self.assertEqual(self._todos(due).date_deadline, due.date_to)
        self.assertFalse(self._todos(later))
        draft = self.env["ops.contract"].browse(due.action_renew()["res_id"])
        self.assertEqual(draft.date_from, due.date_to + timedelta(days=1))
        self.assertEqual(draft.date_to - draft.date_from, due.date_to - due.date_from)
        self.assertEqual((draft.state, draft.number, draft.renews_id), ("draft", False, due))
        self.env["ops.contract"]._cron_contracts()
        self.assertFalse(self._todos(due))

    def test_over_after_its_last_day(self):
        over, last_day = self._until(-1), self._until(0)
        self.env["ops.contract"]._cron_contracts()
        self.assertEqual((over.state, over.ended_on), ("ended", over.date_to))
        self.assertEqual((last_day.state, last_day.expiry), ("running", "due"))
        contracts = self.env["ops.contract"]
        found = contracts.search([("expiry", "=", "due"), ("id", "in", (over | last_day).ids)])
        self.assertEqual(found, last_day)

    # ------------------------------------------------------------ isolation

    def test_another_branch_sees_nothing(self):
        contract = self._contract(until="running")
        far = contract.with_user(self.far_users["branch_sales"])
        self.assertFalse(far.search([("id", "=", contract.id)]))
        for attempt in (
            far.action_amend,
            far.action_renew,
            far.action_print,
            far.version_ids.browse(contract.version_ids.ids).read,
            far.action_open_orders,
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_the_home_page_shows_what_to_seal(self):
        contract = self._contract(until="confirmed")
        home = self.env["ops.home"].with_user(self.sa).get_home()
        cards = {card["key"]: card for part in home["sections"] for card in part["cards"]}
        labels = [item["label"] for item in cards["contracts_seal"]["items"]]
        self.assertIn(f"{contract.number} t contract", labels)
        self.assertEqual(fields.Date.to_date(contract.confirmed_on), self.today)
