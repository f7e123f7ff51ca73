"""Visits by tier, what comes of them, service requests with their hour, the log of contacts."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_sales import SalesCase

#: A Monday at 10:00 in Shanghai.
MONDAY = "2026-11-02 02:00:00"


class CustomerCase(SalesCase):
    def setUp(self):
        super().setUp()
        self.today = self.env.company._ops_today()
        self.customer = self.customers["near"]
        self.customer._ops_known_by(self.near.department_id)
        self.tier = self.env["ops.visit.tier"].create({"name": "t", "interval": 30})

    def _visit(self, user=None, **vals):
        visits = self.env["ops.visit"].with_user(user or self.seller)
        return visits.create({"partner_id": self.customer.id, **vals})

    def _done(self, visit, **vals):
        visit.write({"summary": "t", "satisfaction": "4", **vals})
        visit.action_done()


@tagged("post_install", "-at_install")
class TestVisit(CustomerCase):
    def _tier(self, user=None):
        action = self.customer.with_user(user or self.sa).action_ops_tier()
        wizard = self.env["ops.visit.tiering"].with_user(user or self.sa)
        wizard = wizard.with_context(**action["context"]).create({"tier_id": self.tier.id})
        wizard.action_confirm()

    def test_due_by_the_tier(self):
        """Thirty days after the tier began, then thirty days after each visit."""
        self._tier()
        customer = self.customer
        self.assertEqual(customer.ops_visit_due_on, self.today + timedelta(days=30))
        customer.ops_tier_since = self.today - timedelta(days=40)
        self.assertEqual(customer.ops_visit_due_on, self.today - timedelta(days=10))
        self._done(self._visit())
        self.assertEqual(customer.ops_last_visit_on, self.today)
        self.assertEqual(customer.ops_visit_due_on, self.today + timedelta(days=30))
        self.tier.interval = 7
        self.assertEqual(customer.ops_visit_due_on, self.today + timedelta(days=7))

    def test_planned_by_itself_once(self):
        self._tier()
        self.customer.write({"user_id": self.seller.id})
        self.customer.ops_tier_since = self.today - timedelta(days=25)
        for _twice in range(2):
            self.env["ops.visit"]._cron_visits()
        visit = self.env["ops.visit"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(len(visit), 1)
        self.assertEqual(
            (visit.user_id, visit.planned_on, visit.department_id),
            (self.seller, self.today + timedelta(days=5), self.near.department_id),
        )
        action = self.customer.with_user(self.seller).action_ops_plan_visit()
        self.assertEqual(action["res_id"], visit.id)

    def test_a_record_says_what_was_said(self):
        visit = self._visit()
        for vals in ({"summary": "t"}, {"summary": " ", "satisfaction": "4"}):
            visit.write({"summary": False, "satisfaction": False, **vals})
            with self.subTest(vals=vals), self.assertRaises(UserError):
                visit.action_done()
        self._done(visit)
        with self.assertRaises(UserError):
            visit.write({"summary": "other"})
        with self.assertRaises(UserError):
            visit.unlink()
        with self.assertRaises(AccessError):
            self._visit().write({"state": "done"})

    def test_an_issue_becomes_work_once(self):
        visit = self._visit()
        with self.assertRaises(UserError):
            visit.action_make_lead()
        visit.issue = "Wants ten more\nby spring"
        self._done(visit)
        for _twice in range(2):
            for method in ("action_make_lead", "action_make_request", "action_make_incident"):
                getattr(visit, method)()
        lead = visit.lead_id.sudo()
        self.assertEqual((lead.name, lead.partner_id), ("Wants ten more", self.customer))
        self.assertEqual(lead.team_id, self.near.team_id)
        self.assertEqual(visit.request_id.text, visit.issue)
        self.assertEqual(visit.incident_id.name, "Wants ten more")

    def test_only_planners_set_the_tier(self):
        with self.assertRaises(AccessError):
            self._tier(self.seller)
        with self.assertRaises(AccessError):
            self.customer.with_user(self.sa).write({"ops_tier_id": self.tier.id})

    def test_late(self):
        late = self._visit(planned_on=self.today - timedelta(days=1))
        fine = self._visit(planned_on=self.today)
        found = self.env["ops.visit"].search(
            [("is_late", "=", True), ("id", "in", (late | fine).ids)]
        )
        self.assertEqual(found, late)


@tagged("post_install", "-at_install")
class TestServiceRequest(CustomerCase):
    def _request(self, **vals):
        requests = self.env["ops.service.request"].with_user(self.seller)
        return requests.create({"name": "t", "partner_id": self.customer.id, **vals})

    def test_due_within_working_hours(self):
        """Work is 8–12 and 13–17: a question of Monday 10:00 is due on Tuesday 10:00 in Shanghai,
        a complaint on Monday at 15:00."""
        for kind, due in (
            ("question", "2026-11-03 02:00:00"),
            ("complaint", "2026-11-02 07:00:00"),
        ):
            with self.subTest(kind=kind):
                request = self._request(kind=kind, asked_at=MONDAY)
                self.assertEqual(request.due_at, fields.Datetime.to_datetime(due))

    def test_answered_in_words_and_judged(self):
        with freeze_time(MONDAY):
            request = self._request(kind="complaint")
            with self.assertRaises(UserError):
                request.action_answer()
        request.answer = "t"
        with freeze_time("2026-11-02 07:00:01"):
            self.assertTrue(request.is_late)
            self.assertEqual(
                request.search([("is_late", "=", True), ("id", "=", request.id)]), request
            )
            request.action_answer()
        self.assertEqual((request.state, request.was_late), ("answered", True))
        for attempt in (
            lambda: request.write({"answer": "x"}),
            request.unlink,
            request.action_answer,
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_an_inquiry_is_answered_by_its_day(self):
        logs = self.env["ops.contact.log"].with_user(self.sa)
        log = logs.create(
            {
                "name": "t",
                "partner_id": self.customer.id,
                "answer_by": self.today - timedelta(days=1),
            }
        )
        self.assertTrue(log.is_late)
        with self.assertRaises(UserError):
            log.action_answered()
        log.answer = "t"
        log.action_answered()
        self.assertEqual((log.answered_on, log.is_late), (self.today, False))

    def test_another_branch_sees_nothing(self):
        request, visit = self._request(), self._visit()
        for record in (request, visit):
            far = record.with_user(self.far_users["branch_sales"])
            self.assertFalse(far.search([("id", "=", record.id)]))
