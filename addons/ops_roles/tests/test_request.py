"""Requests for resources 人财物: granted by bands of money, fulfilled by native records."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from .common_work import WorkCase


class RequestCase(WorkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Tour vendor", "is_company": True})
        cls.job = cls.env["hr.job"].create({"name": "Tour job", "no_of_recruitment": 0})
        cls.people["mm"].parent_id = cls.people["gm"]

    def _draft(self, code="mm", cost=1000.0, item=None, **vals):
        requests = self.env["ops.request"].with_user(self.users[code])
        line = {"name": "Scanner", "quantity": 2, "unit_cost": cost / 2, **(item or {})}
        return requests.create(
            {
                "name": "Tour scanners",
                "reason": "Two wait for one",
                "needed_by": self._day(10),
                "line_ids": [Command.create(line)],
                **vals,
            }
        )

    def _granted(self, code="mm", **vals):
        request = self._draft(code, **vals)
        request.action_submit()
        for _turn in range(3):
            if request.approval_state == "pending":
                signer = request.sudo().approval_waiting_user_ids[:1]
                request.with_user(signer).action_approve()
        self.assertEqual(request.approval_state, "approved")
        return request

    def _fulfil(self, request, button, **vals):
        action = self._as("fin", request).action_fulfil()
        dialogs = self.env["ops.request.fulfil"].with_user(self.users["fin"])
        dialog = dialogs.with_context(**action["context"]).create(
            {"vendor_id": self.vendor.id, **vals}
        )
        return self.env[getattr(dialog, button)()["res_model"]]

    def _told(self, code):
        partner = self.users[code].partner_id
        return self.env["mail.notification"].search_count([("res_partner_id", "=", partner.id)])


@tagged("post_install", "-at_install")
class TestRequest(RequestCase):
    def test_the_general_manager_grants_what_the_centre_manager_asks(self):
        request = self._draft()
        self.assertEqual((request.amount, request.progress), (1000, "none"))
        request.action_submit()
        self.assertEqual(request.sudo().approval_waiting_user_ids, self.users["gm"])
        with self.assertRaises(UserError):
            request.action_approve()
        self._as("gm", request).action_approve()
        self.assertEqual((request.approval_state, request.progress), ("approved", "waiting"))
        self.assertIn(self.users["fin"], request.sudo().activity_ids.user_id)

    def test_bands_of_money(self):
        self.people["dm"].parent_id = self.people["mm"]
        for cost, signers in ((900, ["mm"]), (9000, ["mm", "gm"]), (90000, ["mm", "gm"])):
            request = self._draft("dm", cost)
            request.action_submit()
            signed = []
            while request.approval_state == "pending":
                signer = request.sudo().approval_waiting_user_ids[:1]
                signed.append(signer)
                request.with_user(signer).action_approve()
            with self.subTest(cost):
                self.assertEqual(signed, [self.users[code] for code in signers])

    def test_goods_by_a_purchase_order(self):
        request = self._granted()
        told = self._told("mm")
        self._fulfil(request, "action_order")
        order = request.sudo().purchase_ids
        self.assertEqual(
            (order.partner_id, order.state, order.amount_untaxed, order.origin),
            (self.vendor, "draft", 1000, request.number),
        )
        self.assertEqual((request.progress, request.purchase_count), ("progress", 1))
        self.assertFalse(request.sudo().activity_ids)
        self.assertGreater(self._told("mm"), told)
        self.assertEqual(order.action_open_ops_request()["res_id"], request.id)
        self.assertEqual(self._as("fin", request).action_open_purchases()["res_id"], order.id)
        order.button_confirm()
        self.assertEqual(request.progress, "progress")
        with self.assertRaises(UserError):
            request.action_confirm()
        order.order_line.qty_received = 2
        self.assertEqual(request.progress, "arrived")
        self.env["ops.request"]._ask_to_confirm()
        self.assertEqual(request.sudo().activity_ids.user_id, self.users["mm"])
        self.env["ops.request"]._ask_to_confirm()
        self.assertEqual(len(request.sudo().activity_ids), 1)
        with self.assertRaises(AccessError):
            self._as("gm", request).action_confirm()
        request.action_next()
        self.assertEqual(request.progress, "done")
        self.assertFalse(request.sudo().activity_ids)

    def test_a_cancelled_order_counts_no_more(self):
        request = self._granted()
        self._fulfil(request, "action_order")
        request.sudo().purchase_ids.button_cancel()
        self.assertEqual(request.progress, "waiting")

    def test_money_by_a_vendor_bill(self):
        request = self._granted(kind="money")
        self._fulfil(request, "action_bill")
        bill = request.sudo().bill_ids
        self.assertEqual(
            (bill.move_type, bill.state, bill.amount_untaxed), ("in_invoice", "draft", 1000)
        )
        self.assertEqual((request.progress, request.bill_count), ("progress", 1))
        self.assertEqual(self._as("fin", request).action_open_bills()["res_id"], bill.id)
        bill.payment_state = "paid"
        self.assertEqual(request.progress, "arrived")

    def test_money_by_expenses_of_the_requester(self):
        request = self._granted(kind="money")
        self._fulfil(request, "action_advance")
        expense = request.sudo().expense_ids
        self.assertEqual(
            (expense.employee_id, expense.state, expense.total_amount_currency),
            (self.people["mm"], "draft", 1000),
        )
        self.assertEqual(request.progress, "progress")
        with self.assertRaises(AccessError):
            self._as("mm", expense).ops_request_id = False

    def test_people_by_the_recruitment_target(self):
        request = self._granted(kind="people", item={"job_id": self.job.id})
        self.assertEqual((self.job.no_of_recruitment, request.progress), (2, "progress"))
        self.assertEqual(self.job.ops_request_count, 1)
        self.assertEqual(self.job.action_open_ops_requests()["res_id"], request.id)
        for number in (1, 2):
            self.env["hr.employee"].create({"name": f"New {number}", "job_id": self.job.id})
            self.assertEqual(request.line_ids.filled, number)
        self.assertEqual(request.progress, "arrived")
        request.action_confirm()
        self.assertEqual(request.progress, "done")

    def test_other_needs_are_confirmed_by_the_requester(self):
        request = self._granted(kind="other")
        self.assertEqual(request.sudo().activity_ids.user_id, self.users["mm"])
        with self.assertRaises(UserError):
            self._as("fin", request).action_fulfil()
        request.action_confirm()
        self.assertEqual(request.progress, "done")

    def test_what_is_incomplete_is_not_submitted(self):
        with self.assertRaises(UserError):
            self._draft(line_ids=[]).action_submit()
        with self.assertRaises(UserError):
            self._draft(kind="people").action_submit()

    def test_only_finance_fulfils_and_only_what_was_granted(self):
        request = self._draft()
        request.action_submit()
        with self.assertRaises(AccessError):
            self._as("gm", request).action_fulfil()
        with self.assertRaises(AccessError):
            self._as("fin", request).action_fulfil()
        self._as("gm", request).action_approve()
        for code in ("mm", "gm"):
            with self.subTest(code), self.assertRaises(AccessError):
                self._as(code, request)._draft_order(self.vendor)
        with self.assertRaises(UserError):
            self._fulfil(request, "action_order", vendor_id=False)

    def test_progress_cannot_be_forged(self):
        request = self._granted()
        for name, value in {
            "progress": "done",
            "number": "ZY1",
            "granted_at": "2026-01-01 00:00:00",
            "confirmed_at": "2026-01-01 00:00:00",
            "approval_state": "refused",
        }.items():
            with self.subTest(name), self.assertRaises(AccessError):
                request.write({name: value})
            with self.subTest(f"new {name}"), self.assertRaises(AccessError):
                self._draft(**{name: value})
        with self.assertRaises(AccessError):
            request.line_ids.filled = 2
        with self.assertRaises(UserError):
            request.line_ids.quantity = 5
        orders = self.env["purchase.order"].with_user(self.users["fin"])
        self._fulfil(request, "action_order")
        with self.assertRaises(AccessError):
            orders.browse(request.sudo().purchase_ids.id).ops_request_id = False

    def test_impossible_items_are_refused(self):
        for wrong in ({"quantity": 0}, {"unit_cost": -1}):
            with (
                self.subTest(wrong),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self._draft(item=wrong)

    def test_the_overdue_ones_are_found(self):
        request = self._granted()
        self.assertFalse(request.is_late)
        request.sudo().needed_by = self._day(-1)
        self.assertTrue(request.is_late)
        late = self._as("gm", request).search([("is_late", "=", True)])
        self.assertIn(request, late)
        self.assertNotIn(self._granted(), late)

    def test_the_form_computes_the_cost(self):
        with Form(self.env["ops.request"].with_user(self.users["mm"])) as form:
            form.name, form.reason, form.needed_by = "Desks", "Two stand", self._day(3)
            with form.line_ids.new() as line:
                line.name, line.quantity, line.unit_cost = "Desk", 3, 200
        self.assertEqual(form.record.amount, 600)

    def test_the_home_page_of_finance_orders(self):
        request = self._granted()
        home = self.env["ops.home"].with_user(self.users["fin"]).get_home()
        cards = [card for section in home["sections"] for card in section["cards"]]
        items = next(card for card in cards if card["key"] == "activities_waiting")["items"]
        button = next(one["button"] for one in items if request.name in one["label"])
        opened = getattr(self._as("fin", request), button["method"])()
        self.assertEqual(opened["res_model"], "ops.request.fulfil")


@tagged("post_install", "-at_install")
class TestRequestTour(RequestCase, HttpCase):
    def test_from_need_to_order(self):
        self.start_tour("/odoo/ops-requests", "ops_request_submit", login="t_mm")
        request = self.env["ops.request"].search([("create_uid", "=", self.users["mm"].id)])
        self.assertEqual((request.approval_state, request.amount), ("pending", 2400))
        self.start_tour("/odoo", "ops_request_approve", login="t_gm")
        self.assertEqual(request.approval_state, "approved")
        self.start_tour("/odoo", "ops_request_order", login="t_fin")
        self.assertEqual(request.purchase_ids.partner_id, self.vendor)
