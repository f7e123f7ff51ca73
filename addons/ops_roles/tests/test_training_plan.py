"""Training plans: lines from needs, approval, and what was held against them."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_training import TrainingCase


@tagged("post_install", "-at_install")
class TestTrainingPlan(TrainingCase):
    def _plan(self, code="tr", **vals):
        plans = self.env["ops.training.plan"].with_user(self.users[code])
        return plans.create({"department_id": self.project.id, "date_from": self.month, **vals})

    @property
    def month(self):
        return self.env.company._ops_today().replace(day=1)

    def _line(self, **vals):
        return Command.create({"topic": "Dialects", "month": self.month, **vals})

    def _approved(self, *lines):
        plan = self._plan(line_ids=list(lines))
        plan.action_submit()
        self._sign(plan)
        return plan

    def _sign(self, plan):
        while plan.approval_state == "pending":
            signer = plan.sudo().approval_waiting_user_ids[:1]
            plan.with_user(signer).action_approve("Fine")

    def test_needs_become_lines_by_course(self):
        course = self._given()
        needs = [self._need(course_id=course.id, month=self.month, headcount=2) for _turn in "ab"]
        topic = self._need(month=self.month)
        later = self._need(month=self.month.replace(year=self.month.year + 1))
        for need in (*needs, topic, later):
            self._as(need, "tr").action_plan()
        plan = self._plan()
        plan.action_take_needs()
        self.assertEqual(sorted(plan.line_ids.mapped("headcount")), [1, 4])
        self.assertFalse(later.plan_line_id)
        with self.assertRaises(UserError):
            plan.action_take_needs()
        with self.assertRaises(AccessError):
            self._as(plan, "om").action_take_needs()

    def test_a_year_begins_in_january(self):
        plan = self._plan(period="year")
        self.assertEqual((plan.date_from.month, plan.date_to.month), (1, 12))
        with self.assertRaises(ValidationError):
            plan.line_ids = [self._line(month="2019-05-01")]

    def test_an_approved_plan_stays(self):
        plan = self._approved(self._line(budget=500))
        self.assertEqual(plan.approval_state, "approved")
        for change in (
            lambda: plan.line_ids.write({"headcount": 9}),
            lambda: plan.write({"line_ids": [self._line()]}),
            plan.action_take_needs,
        ):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(AccessError):
            plan.approval_state = "draft"

    def test_held_against_planned(self):
        plan = self._approved(self._line(session_count=2, headcount=3, budget=500))
        line = plan.line_ids
        action = line.action_new_session()
        session = self.env["ops.training.session"].browse(action["res_id"])
        session = session.with_user(self.users["tr"])
        session.write({"start": self._noon(), "trainer_fee": 90})
        session.invited_ids = [Command.link(self.people["cs"].id)]
        session.action_all_present()
        session.action_hold()
        self.assertEqual((line.held_count, line.trained_count, line.cost), (1, 1, 90))
        self.assertEqual((plan.rate, plan.budget, plan.cost), (0.5, 500, 90))
        self.assertFalse(line.is_late)
        domain = plan.action_open_sessions()["domain"]
        self.assertEqual(session.search(domain), session)

    def test_no_session_before_the_approval(self):
        plan = self._plan(line_ids=[self._line()])
        with self.assertRaises(UserError):
            plan.line_ids.action_new_session()

    def test_a_session_of_a_line_takes_its_needs(self):
        need = self._need(month=self.month, employee_id=self.people["cs"].id)
        self._as(need, "tr").action_plan()
        plan = self._plan()
        plan.action_take_needs()
        plan.action_submit()
        self._sign(plan)
        plan.line_ids.action_new_session()
        self.assertEqual(need.session_id.attendee_ids.employee_id.id, self.people["cs"].id)
        self.assertEqual(need.session_id.plan_line_id, plan.line_ids)
