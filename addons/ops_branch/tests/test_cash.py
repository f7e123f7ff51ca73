"""A day of the till from opening to acceptance; what nobody may do; what finance posts."""

import base64
import io

from openpyxl import load_workbook
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_cash import CashCase


@tagged("post_install", "-at_install")
class TestCash(CashCase):
    def test_running_balance_on_each_line(self):
        day = self._day(1000)
        self._enter(day, "in", 200.1)
        self._enter(day, "out", 50.05)
        entries = day.entry_ids.sorted("number")
        self.assertEqual(entries.mapped("number"), [1, 2])
        self.assertEqual(entries.mapped("balance"), [1200.1, 1150.05])
        self.assertEqual((day.income, day.outlay, day.book), (200.1, 50.05, 1150.05))

    def test_till_never_below_zero(self):
        day = self._day(100)
        with self.assertRaises(UserError) as refused:
            self._enter(day, "out", 100.01)
        self.assertIn("100.00", str(refused.exception))
        self._enter(day, "out", 100)
        self.assertEqual(day.book, 0)

    def test_entry_stays_as_it_is(self):
        day = self._day(1000)
        entry = self._enter(day, "in", 20)
        for vals in ({"amount": 1}, {"number": 9}, {"day_id": day.id}, {"category_id": 1}):
            with self.subTest(vals), self.assertRaises(AccessError):
                entry.write(vals)
        with self.assertRaises(UserError):
            entry.sudo().unlink()
        entry.name = "better words"
        self._close(day, {10000: 10, 2000: 1})
        with self.assertRaises(UserError):
            entry.name = "too late"

    def test_receipts_belong_to_the_entry(self):
        entry = self._enter(self._day(1000), "in", 20)
        picture = (
            self.env["ir.attachment"]
            .with_user(self.cashier)
            .create({"name": "receipt.jpg", "datas": base64.b64encode(b"x")})
        )
        entry.attachment_ids = [Command.link(picture.id)]
        self.assertEqual((picture.res_model, picture.res_id), ("ops.cash.entry", entry.id))
        self.assertTrue(entry.has_receipt)

    def test_same_form_saved_twice_is_one_entry(self):
        day = self._day(1000)
        vals = self._vals(day, "in", 20, token="the-same")
        self.entries.create(vals)
        with self.assertRaises(IntegrityError), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.entries.create(dict(vals))
        self.assertEqual(day.book, 1020)

    def test_opposite_entry(self):
        day = self._day(1000)
        entry = self._enter(day, "out", 20)
        entry.action_put_right()
        opposite = day.entry_ids.filtered("reverses_id")
        self.assertEqual((opposite.amount, day.book), (-20, 1000))
        with self.assertRaises(IntegrityError), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            entry.action_put_right()
        with self.assertRaises(UserError):
            opposite.action_put_right()

    def test_difference_needs_a_reason(self):
        day = self._day(1000)
        with self.assertRaises(UserError):
            self._close(day, {10000: 9})
        self._close(day, {10000: 9}, "A note was torn")
        self.assertEqual((day.state, day.counted, day.difference), ("closed", 900, -100))
        with self.assertRaises(UserError):
            self._close(day, {10000: 10})

    def test_counting_dialog(self):
        day = self._day(1000)
        action = day.action_count()
        counting = (
            self.env["ops.cash.counting"]
            .with_user(self.cashier)
            .with_context(**action["context"])
            .create({})
        )
        counting.line_ids.sorted("denomination")[-1].pieces = 10
        self.assertEqual(counting.counted, 1000)
        counting.action_confirm()
        self.assertEqual(day.state, "closed")
        self.assertEqual(day.count_ids.pieces_text, "100 × 10")

    def test_surprise_count_leaves_the_day_open(self):
        day = self._day(1000)
        manager = day.with_user(self.near_users["bm"])
        action = manager.action_count()
        counting = (
            self.env["ops.cash.counting"]
            .with_user(self.near_users["bm"])
            .with_context(**action["context"])
            .create({"reason": "under the counter"})
        )
        counting.line_ids[0].pieces = 9
        counting.action_confirm()
        count = day.count_ids
        self.assertEqual((day.state, count.kind, count.difference), ("open", "surprise", -100))
        with self.assertRaises(AccessError):
            day.with_user(self.near_users["technician"]).action_count()

    def test_next_day_opens_with_what_was_accepted(self):
        day = self._day(1000, -1)
        self._enter(day, "in", 5)
        with self.assertRaises(IntegrityError), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self._open(0)
        self._close(day, {10000: 10, 500: 1})
        self._accept(day)
        following = self._open(0)
        self.assertEqual(following.opening, 1005)
        self._close(following, {10000: 10, 500: 1})
        self._accept(following)
        with self.assertRaises(UserError):
            self._open(-2)
        with self.assertRaises(UserError):
            self._open(1)

    def test_acceptance_posts_each_entry_once(self):
        day = self._day(1000)
        self._enter(day, "in", 200)
        self._enter(day, "out", 50)
        self._close(day, {10000: 11, 2000: 2}, "short by ten")
        self._accept(day)
        lines = day.sudo().entry_ids.sorted("number").statement_line_id
        self.assertEqual(lines.mapped("amount"), [200, -50])
        self.assertEqual(day.sudo().difference_line_id.amount, -10)
        self.assertEqual(set(lines.mapped("move_id.state")), {"posted"})
        self.assertTrue(all(lines.mapped("move_id.inalterable_hash")))
        self.assertEqual(self.near._cash_posted(), 1140)
        accounts = lines.move_id.line_ids.account_id
        self.assertIn(self.kinds["in"].account_id, accounts)
        share = {str(self.near.analytic_account_id.id): 100.0}
        income = lines[0].move_id.line_ids.filtered(
            lambda one: one.account_id == self.kinds["in"].account_id
        )
        self.assertEqual(income.analytic_distribution, share)
        with self.assertRaises(UserError):
            self._accept(day)
        self.assertEqual(len(day.sudo()._statement_lines()), 3)

    def test_collection_settles_the_oldest_invoice(self):
        partner = self.env["res.partner"].create({"name": "Payer"})
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": "2026-10-01",
                "invoice_line_ids": [
                    Command.create({"name": "Fee", "price_unit": 100, "tax_ids": False})
                ],
            }
        )
        invoice.action_post()
        day = self._day(1000)
        with self.assertRaises(UserError):
            self._enter(day, "collection", 100)
        entry = self._enter(day, "collection", 100, partner_id=partner.id)
        self._close(day, {10000: 11})
        self._accept(day)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual(entry.sudo().statement_line_id.partner_id, partner)

    def test_missing_account_is_named(self):
        day = self._day(1000)
        self.kinds["in"].account_id = False
        self._enter(day, "in", 100)
        self._close(day, {10000: 11})
        with self.assertRaises(UserError) as refused, self.cr.savepoint():
            self._accept(day)
        self.assertIn(self.kinds["in"].name, str(refused.exception))
        self.assertEqual((day.state, len(day.sudo()._statement_lines())), ("closed", 0))

    def test_foreign_line_in_the_journal_is_found(self):
        day = self._day(1000)
        self._cash_line(self.near, 7)
        self._close(day, {10000: 10})
        with self.assertRaises(UserError), self.cr.savepoint():
            self._accept(day)

    def test_returned_day_goes_on(self):
        day = self._day(1000)
        self._close(day, {10000: 10})
        wizard = (
            self.env["ops.cash.return"]
            .with_user(self.users["fin"])
            .create({"day_id": day.id, "reason": "A receipt is missing"})
        )
        wizard.action_confirm()
        self.assertEqual((day.state, day.return_reason), ("returned", "A receipt is missing"))
        self._enter(day, "in", 100)
        self._close(day, {10000: 11})
        self._accept(day)
        self.assertEqual(day.counted, 1100)

    def test_who_may_do_what(self):
        day = self._day(1000)
        for user in (self.near_users["bm"], self.users["fin"], self.far_users["cashier"]):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._enter(day.with_user(user), "in", 5, user=user)
        self._close(day, {10000: 10})
        for user in (self.cashier, self.near_users["bm"], self.users["dm"]):
            mine = day.with_user(user)
            for action in (mine.action_accept, mine.action_return, mine.action_open_lines):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    action()

    def test_what_is_never_typed(self):
        day = self._day(1000)
        for vals in ({"state": "accepted"}, {"opening": 5}, {"counted": 5}, {"difference": 1}):
            with self.subTest(vals), self.assertRaises(AccessError):
                day.write(vals)
            with self.subTest(vals), self.assertRaises(AccessError):
                day.create({"branch_id": self.near.id, "date": "2026-01-02", **vals})

    def test_unclosed_branches(self):
        branches = self.env["ops.branch"].with_user(self.users["dm"])
        late = [("cash_is_late", "=", True), ("id", "=", self.near.id)]
        self.assertTrue(branches.search(late))
        self.assertTrue(self.near.cash_is_late)
        days = (self.today - self.env["ops.branch"]._cash_due()).days
        day = self._day(1000, -days)
        self.assertTrue(branches.search(late))
        self._close(day, {10000: 10})
        self.env.invalidate_all()
        self.assertFalse(branches.search(late))
        self.assertFalse(self.near.cash_is_late)
        self.assertEqual(self.near.cash_closed_on, day.date)

    def test_over_the_limit(self):
        self.near.cash_limit = 500
        self.assertTrue(self._day(1000).is_over_limit)

    def test_button_of_today(self):
        days = self.env["ops.cash.day"].with_user(self.cashier)
        page = days.action_open_today()
        self.assertEqual(days.action_open_today()["res_id"], page["res_id"])
        with self.assertRaises(UserError):
            self.env["ops.cash.day"].with_user(self.users["dm"]).action_open_today()

    def test_isolated(self):
        day = self._day(1000)
        entry = self._enter(day, "in", 5)
        for record in (day, entry):
            self.assertFalse(record.with_user(self.far_users["cashier"]).has_access("read"))
            self.assertTrue(record.with_user(self.near_users["bm"]).has_access("read"))

    def test_days_chain(self):
        """However a week of entries, differences and opposites goes, every day opens right."""
        previous = None
        for number in range(4):
            day = self._day(1000, number - 4) if not number else self._open(number - 4)
            if previous:
                self.assertEqual(day.opening, previous.counted)
            self._enter(day, "in", 100 + number)
            entry = self._enter(day, "out", 10)
            if number % 2:
                entry.action_put_right()
            fen = round(day.book * 100) + (number == 2)
            self._close(day, {1: fen}, "one more")
            self._accept(day)
            previous = day
        self.assertEqual(self.near._cash_posted(), previous.counted)


@tagged("post_install", "-at_install")
class TestCashLedger(CashCase, HttpCase):
    def test_workbook(self):
        day = self._day(1000)
        self._enter(day, "in", 409.5, name="=1+1")
        self._close(day, {10000: 14, 1: 950})
        self.authenticate("t_near_bm", "t_near_bm")
        wizard = (
            self.env["ops.cash.ledger"]
            .with_user(self.near_users["bm"])
            .create({"branch_id": self.near.id, "month": day.date})
        )
        answer = self.url_open(wizard.action_download()["url"])
        self.assertEqual(answer.status_code, 200)
        sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
        cells = [cell.value for row in sheet.iter_rows() for cell in row]
        self.assertIn("壹仟肆佰零玖元伍角整", cells)
        self.assertIn("=1+1", cells)
        self.assertTrue({1000, 409.5, 1409.5} <= set(cells))

    def test_out_of_reach(self):
        self.authenticate("t_near_bm", "t_near_bm")
        with mute_logger("odoo.http"):
            url = f"/ops/branch/{self.far.id}/ledger/2026-11-02.xlsx"
            self.assertEqual(self.url_open(url).status_code, 403)
            for url in (
                "/ops/branch/0/ledger/2026-11-02.xlsx",
                f"/ops/branch/{self.near.id}/ledger/x.xlsx",
            ):
                self.assertEqual(self.url_open(url).status_code, 404)
