"""Engineering projects: their progress is what has been accepted, milestones are reached by it."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_work import WorkCase


@tagged("post_install", "-at_install")
class TestWorkProject(WorkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.work = (
            cls.env["project.project"]
            .with_user(cls.bm)
            .create({"name": "Coach station", "partner_id": cls.customer.id})
        )
        cls.stage = cls.env["project.milestone"].create(
            {"name": "First ten", "project_id": cls.work.id}
        )

    def _part(self):
        return self._begun(project_id=self.work.id, milestone_id=self.stage.id)

    def _accepted(self, order):
        order.action_finish()
        order.with_user(self.bm).accept_without_proof("x")

    def test_a_project_of_the_manager_is_his_branchs(self):
        self.assertEqual(self.work.ops_branch_id, self.near)
        self.assertEqual(self.work.ops_department_id, self.near.department_id)
        self.assertFalse(self.work.with_user(self.far_users["bm"]).has_access("read"))

    def test_progress_and_milestone_follow_acceptance(self):
        first, second, given_up = self._part(), self._part(), self._part()
        given_up.with_user(self.bm).give_up("x")
        self._accepted(first)
        self.assertEqual((self.work.ops_progress, self.work.ops_work_count), (50, 2))
        self.assertFalse(self.stage.is_reached)
        self._accepted(second)
        self.env.invalidate_all()
        self.assertEqual((self.work.ops_progress, self.stage.ops_progress), (100, 100))
        self.assertTrue(self.stage.is_reached)
        self.assertEqual(self.stage.reached_date, self.env.company._ops_today())

    def test_orders_open_with_what_is_known(self):
        action = self.work.action_ops_work_orders()
        self.assertEqual(action["context"]["default_partner_id"], self.customer.id)
        order = self._part()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), order)

    def test_of_one_branch_and_one_project(self):
        other = self.env["project.milestone"].create(
            {"name": "x", "project_id": self.work.copy().id}
        )
        with self.assertRaises(ValidationError):
            self._order(project_id=self.work.id, milestone_id=other.id)
        foreign = self.env["project.project"].create({"name": "x", "ops_branch_id": self.far.id})
        with self.assertRaises(UserError):
            self._order(project_id=foreign.id)

    def test_the_crew_does_not_choose_the_project(self):
        with self.assertRaises(AccessError):
            self._order().with_user(self.crew).write({"project_id": self.work.id})
