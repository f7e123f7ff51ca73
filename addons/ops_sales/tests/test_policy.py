"""Sales policies: who signs, which one counts, and what is held until its price is approved."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_sales import SalesCase


@tagged("post_install", "-at_install")
class TestPolicy(SalesCase):
    def setUp(self):
        super().setUp()
        self.today = self.env.company._ops_today()

    def _day(self, days):
        return self.today + timedelta(days=days)

    def _held(self, order):
        with self.assertRaises(UserError) as caught:
            order.action_confirm()
        self.assertEqual(order.state, "draft")
        return str(caught.exception)

    # ------------------------------------------------------------ the policy and its paper

    def test_approved_by_the_manager_and_signed_by_its_readers(self):
        policy = self._policy(published=False)
        policy.action_submit()
        self.assertEqual(policy.approval_waiting_user_ids, self.mm)
        with self.assertRaises(AccessError):
            policy.action_approve()
        policy.with_user(self.mm).action_approve()
        self.assertEqual(policy.state, "published")
        receipts = policy.sudo().document_id.receipt_ids.filtered("must_sign")
        self.assertIn(self.seller, receipts.user_id)
        self.assertNotIn(self.far_users["branch_sales"], receipts.user_id)
        before = policy.unread_count
        version = policy.document_id.current_version_id
        self.assertIn("t clause 1", version.body)
        version.with_user(self.seller).action_sign()
        policy.invalidate_recordset()
        self.assertEqual(policy.unread_count, before - 1)

    def test_a_policy_without_clauses_or_over_is_not_submitted(self):
        empty = self._policy(limits=(), published=False)
        past = self._policy(published=False, date_to=self._day(-1))
        for policy in (empty, past):
            with self.subTest(policy=policy), self.assertRaises(UserError):
                policy.action_submit()

    def test_published_clauses_stay(self):
        policy = self._policy()
        for change in ({"date_to": self._day(90)}, {"clause_ids": [Command.clear()]}):
            with self.subTest(change=change), self.assertRaises(UserError):
                policy.write(change)
        with self.assertRaises(UserError):
            policy.clause_ids.percent = 50

    def test_its_successor_ends_it(self):
        policy = self._policy()
        with self.assertRaises(AccessError):
            policy.state = "withdrawn"
        draft = self.env["ops.sales.policy"].browse(policy.action_new_version()["res_id"])
        draft = draft.with_user(self.sd)
        draft.date_from = self._day(5)
        draft.clause_ids.percent = 20
        draft.action_submit()
        draft.with_user(self.mm).action_approve()
        self.assertEqual((policy.state, policy.date_to), ("published", self._day(4)))
        self.assertEqual(draft.document_id, policy.document_id)
        self.assertEqual(len(policy.sudo().document_id.version_ids), 2)
        self.assertEqual(policy.clause_ids.percent, 10)

    def test_only_the_manager_withdraws_and_says_why(self):
        policy = self._policy()
        with self.assertRaises(AccessError):
            policy.action_withdraw_policy()
        managed = policy.with_user(self.mm)
        with self.assertRaises(UserError):
            managed.action_withdraw_policy()
        policy.sudo().end_reason = "t"
        managed.action_withdraw_policy()
        self.assertEqual(
            (policy.state, policy.sudo().document_id.state), ("withdrawn", "withdrawn")
        )
        self._order((self.device, 1, 1, 0)).action_confirm()

    def test_who_sees_it(self):
        everywhere, far = (
            self._policy(name, scope_department_ids=places)
            for name, places in (("t all", []), ("t far", self.far.department_id.ids))
        )
        draft = self._policy("t draft", published=False)
        policies = self.env["ops.sales.policy"]
        seen = {
            name: policies.with_user(user).search([("id", "in", (everywhere | far | draft).ids)])
            for name, user in (
                ("near", self.seller),
                ("far", self.far_users["branch_sales"]),
                ("sa", self.sa),
            )
        }
        self.assertEqual(seen["near"], everywhere)
        self.assertEqual(seen["far"], everywhere | far)
        self.assertEqual(seen["sa"], everywhere | far | draft)

    # ------------------------------------------------------------ the floor

    def test_the_floor_to_the_cent(self):
        """10 % off 1,280.00 is 1,152.00: at it an order goes through, a cent below it is held."""
        self._policy()
        for price, discount in ((1280, 10), (1152, 0), (1300, 11.38)):
            with self.subTest(price=price, discount=discount):
                order = self._order((self.device, 3, price, discount))
                self.assertFalse(order.ops_held)
                order.action_confirm()
                self.assertEqual(order.state, "sale")
        for price, discount in ((1280, 10.01), (1151.99, 0), (1300, 11.39), (0, 0)):
            with self.subTest(price=price, discount=discount):
                order = self._order((self.device, 3, price, discount))
                self.assertTrue(order.ops_held)
                self.assertIn("t policy, clause 3.1", self._held(order))

    def test_the_floor_of_the_seller_s_role(self):
        """Named roles have their own limit; who is not named has that of everybody else."""
        self._policy(limits=((("branch_sales",), 5), (("bm",), 10), ((), 2)))
        for seller, at, below in (
            (self.seller, 5, 5.5),
            (self.near_users["bm"], 10, 10.5),
            (self.sa, 2, 2.5),
        ):
            with self.subTest(seller=seller.login):
                fine = self._order((self.device, 1, 1280, at), seller=seller)
                held = self._order((self.device, 1, 1280, below), seller=seller)
                self.assertEqual((fine.ops_held, held.ops_held), (False, True))

    def test_the_price_list_is_measured_from(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "t",
                "item_ids": [Command.create({"compute_price": "fixed", "fixed_price": 1000})],
            }
        )
        self._policy(pricelist_id=pricelist.id)
        self.assertFalse(self._order((self.device, 1, 900, 0)).ops_held)
        self.assertTrue(self._order((self.device, 1, 899.99, 0)).ops_held)

    def test_only_the_policy_of_the_day_counts(self):
        self._policy("t over", limits=(((), 0),), date_to=self._day(1))
        self._policy("t to come", limits=(((), 0),), date_from=self._day(2))
        policies = self.env["ops.sales.policy"].search([("name", "in", ("t over", "t to come"))])
        order = self._order((self.device, 1, 1200, 0))
        self.assertTrue(order.ops_held)
        policies.filtered(lambda one: one.name == "t over").sudo().date_to = self._day(-1)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_the_day_begins_in_shanghai(self):
        """Midnight there is 16:00 UTC of the day before."""
        order = self._order((self.device, 1, 1280, 0))
        order.action_confirm()
        for moment, day in (("15:59:59", "2026-03-31"), ("16:00:00", "2026-04-01")):
            order.sudo().date_order = f"2026-03-31 {moment}"
            self.assertEqual(order._ops_policy_day(), fields.Date.to_date(day))

    def test_the_closest_scope_counts(self):
        whole = {"limits": (((), 5),)}
        self._policy("t whole", **whole)
        self._policy("t far", limits=(((), 0),), scope_department_ids=self.far.department_id.ids)
        order = self._order((self.device, 1, 1280, 5), (self.cable, 1, 500, 6))
        self.assertIn("t whole", order.ops_floor_note)
        self._policy("t near", limits=(((), 8),), scope_department_ids=self.near.department_id.ids)
        order.order_line[1].discount = 7
        self.assertFalse(order.ops_held)
        other = self.env["product.category"].create({"name": "t", "parent_id": self.category.id})
        self.cable.categ_id = other
        self._policy("t category", limits=(((), 1),), scope_categ_ids=self.category.ids)
        self.assertIn("t category", self._order((self.cable, 1, 500, 2)).ops_floor_note)

    def test_a_rebate_on_the_whole_order_counts(self):
        """2 × 1,280 + 500 − 306 = 2,754: 90 % of 3,060, at the floor; one yuan more is not."""
        self._policy()
        rebate = self.env["product.product"].create({"name": "t rebate", "type": "service"})
        goods = ((self.device, 2, 1280, 0), (self.cable, 1, 500, 0))
        self.assertFalse(self._order(*goods, (rebate, 1, -306, 0)).ops_held)
        self.assertTrue(self._order(*goods, (rebate, 1, -307, 0)).ops_held)

    # ------------------------------------------------------------ the way out

    def test_held_until_approved_and_then_fixed(self):
        self._policy()
        order = self._order((self.device, 2, 1100, 0))
        self.assertIn("waits" if order.approval_state == "pending" else "3.1", self._held(order))
        order.action_submit()
        self.assertEqual(order.approval_waiting_user_ids, self.sd)
        self.assertIn(self.sd.name, self._held(order))
        order.with_user(self.sd).action_approve()
        self.assertEqual((order.approval_state, order.ops_held), ("approved", False))
        with self.assertRaises(UserError):
            order.order_line.price_unit = 1000
        with self.assertRaises(UserError):
            order.order_line = [Command.create({"product_id": self.cable.id, "price_unit": 1})]
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_the_manager_signs_above_the_band(self):
        """50 × 1,100 = 55,000 is above 50,000 yuan; 45 × 1,100 = 49,500 is not."""
        self._policy()
        for pieces, last in ((50, self.mm), (45, None)):
            with self.subTest(pieces=pieces):
                order = self._order((self.device, pieces, 1100, 0))
                order.action_submit()
                order.with_user(self.sd).action_approve()
                self.assertEqual(order.approval_state, "pending" if last else "approved")
                if last:
                    self.assertEqual(order.approval_waiting_user_ids, last)
                    order.with_user(last).action_approve()
                    order.action_confirm()

    def test_an_edit_voids_what_was_asked(self):
        self._policy()
        order = self._order((self.device, 2, 1100, 0))
        order.action_submit()
        order.order_line.price_unit = 1050
        self.assertEqual(order.approval_state, "draft")
        with self.assertRaises(UserError):
            order.with_user(self.sd).action_approve()

    def test_no_way_around(self):
        self._policy()
        order = self._order((self.device, 2, 1100, 0))
        for attempt in (
            lambda: order.write({"state": "sale"}),
            lambda: order.write({"approval_state": "approved"}),
            lambda: order.copy({"state": "sale"}),
            lambda: self._order((self.device, 1, 1, 0), state="sale"),
            lambda: order.with_user(self.sa).action_submit(),
        ):
            with self.assertRaises(UserError):
                attempt()
        fine = self._order((self.device, 1, 1280, 0))
        fine.action_confirm()
        with self.assertRaises(UserError):
            fine.order_line.price_unit = 1000
        with self.assertRaises(UserError):
            fine.order_line = [
                Command.create({"product_id": self.cable.id, "price_unit": 1, "name": "t"})
            ]

    def test_nothing_to_approve_is_not_submitted(self):
        self._policy()
        order = self._order((self.device, 1, 1280, 0))
        self.assertFalse(order.can_submit)
        with self.assertRaises(UserError):
            order.action_submit()

    def test_the_home_page_shows_what_is_held(self):
        self._policy()
        order = self._order((self.device, 1, 1, 0))
        home = self.env["ops.home"].with_user(self.seller).get_home()
        cards = {card["key"]: card for part in home["sections"] for card in part["cards"]}
        self.assertIn(order.name, cards["orders_held"]["items"][0]["label"])
