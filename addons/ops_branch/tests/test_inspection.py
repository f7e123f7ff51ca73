"""Inspections: versioned form, visit, score, directives for what failed, ranking."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_branch import BranchCase


class InspectionCase(BranchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ops.inspection.form"].search([]).sudo().state = "superseded"
        cls.near.manager_id = cls.staff["near"]["bm"]
        cls.inspector = cls.users["sd"]
        cls.form = (
            cls.env["ops.inspection.form"]
            .with_user(cls.inspector)
            .create({"name": "Form", "code": "F", "pass_score": 80})
        )
        cls.env["ops.inspection.item"].with_user(cls.inspector).create(
            [
                {"form_id": cls.form.id, "section": "S", "name": "Clean", "weight": 10},
                {"form_id": cls.form.id, "section": "S", "name": "Paper", "weight": 80},
                {"form_id": cls.form.id, "section": "T", "name": "Fire", "is_must": True},
            ]
        )
        cls.form.action_use()

    def _visit(self, branch=None, user=None):
        return (
            self.env["ops.inspection"]
            .with_user(user or self.inspector)
            .create({"branch_id": (branch or self.near).id})
        )

    def _scored(self, branch=None, **verdicts):
        """A visit scored with ``item name=verdict``; the rest in order."""
        visit = self._visit(branch)
        visit.action_begin()
        for mark in visit.mark_ids.filtered(lambda one: one.item_id.name in verdicts):
            mark.write({"verdict": verdicts[mark.item_id.name], "note": "Seen"})
        visit.action_all_in_order()
        visit.action_finish()
        return visit


@tagged("post_install", "-at_install")
class TestInspection(InspectionCase):
    def test_score_and_must(self):
        for verdicts, result in (
            ({}, (100.0, True)),
            ({"Clean": "partly"}, (94.74, True)),
            ({"Fire": "failed"}, (94.74, False)),
            ({"Paper": "failed"}, (15.79, False)),
            ({"Paper": "none", "Clean": "none"}, (100.0, True)),
        ):
            with self.subTest(verdicts):
                visit = self._scored(**verdicts)
                self.assertEqual((round(visit.score, 2), visit.is_passed), result)

    def test_findings_become_directives_to_the_manager(self):
        visit = self._scored(Clean="partly", Fire="failed")
        directives = visit.mark_ids.directive_id
        self.assertEqual(len(directives), 2)
        self.assertEqual(set(directives.mapped("state")), {"conveyed"})
        self.assertEqual(directives.line_ids.executor_id, self.staff["near"]["bm"])
        self.assertEqual(set(directives.mapped("source_kind")), {"inspection"})
        self.assertEqual(visit.directive_count, 2)
        company = self.near.company_id
        due = company._ops_workdays_after(company._ops_today(), self.form.mend_days)
        self.assertEqual(set(directives.mapped("due")), {due})

    def test_everything_is_judged_and_findings_have_words(self):
        visit = self._visit()
        visit.action_begin()
        with self.assertRaisesRegex(UserError, "Clean"):
            visit.action_finish()
        visit.mark_ids[0].verdict = "failed"
        visit.action_all_in_order()
        with self.assertRaisesRegex(UserError, "Clean"):
            visit.action_finish()

    def test_what_is_over_stays(self):
        visit = self._scored()
        with self.assertRaises(UserError):
            visit.summary = "Later"
        with self.assertRaises(UserError):
            visit.mark_ids[0].verdict = "failed"
        with self.assertRaises(AccessError):
            visit.write({"score": 100})
        with self.assertRaises(UserError):
            visit.unlink()

    def test_form_in_use_is_frozen_and_versioned(self):
        with self.assertRaises(UserError):
            self.form.name = "Other"
        with self.assertRaises(UserError):
            self.form.item_ids[0].weight = 1
        old = self._visit()
        old.action_begin()
        new = self.form.browse(self.form.action_new_version()["res_id"])
        self.assertEqual((new.number, len(new.item_ids)), (2, 3))
        with self.assertRaises(UserError):
            new.action_use()
        new.change_note = "Fewer items"
        new.item_ids[0].unlink()
        new.action_use()
        self.assertEqual((self.form.state, new.state), ("superseded", "in_use"))
        self.assertEqual((old.form_id, len(old.mark_ids)), (self.form, 3))
        fresh = self._visit()
        fresh.action_begin()
        self.assertEqual((fresh.form_id, len(fresh.mark_ids)), (new, 2))

    def test_one_version_in_use(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.form.sudo().copy().state = "in_use"
            self.env.flush_all()

    def test_who_inspects(self):
        for user in (self.near_users["bm"], self.users["gm"]):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._visit(user=user)
        with self.assertRaises(AccessError):
            self._visit(self.far)
        visit = self._visit()
        self.assertTrue(visit.with_user(self.near_users["bm"]).has_access("read"))
        with self.assertRaises(AccessError):
            visit.with_user(self.near_users["bm"]).action_begin()

    def test_without_a_form_it_does_not_begin(self):
        station = self._branch("Station", "STN", self.near.department_id, kind="station")
        with self.assertRaisesRegex(UserError, "Station"):
            self._visit(station).action_begin()

    def test_the_quarter_is_planned_once(self):
        model = self.env["ops.inspection"].with_user(self.inspector)
        model.action_plan_quarter()
        planned = model.search([("branch_id", "=", self.near.id)])
        self.assertEqual(len(planned), 1)
        model.action_plan_quarter()
        self.assertEqual(model.search_count([("branch_id", "=", self.near.id)]), 1)

    def test_ranking(self):
        self._scored(Paper="failed")
        self._assign(self.people["sd"], "sd", self.other)
        self._scored(self.far, Clean="partly")
        today = self.near.company_id._ops_today()
        builder = self.env["ops.report.builder"].sudo()
        ranks, findings = builder._build("inspections", self.centre, today, today)
        self.assertEqual(
            [(row["place"], row["name"]) for row in ranks.rows], [(1, "Far"), (2, "Near")]
        )
        self.assertEqual([row["item"] for row in findings.rows], ["Clean", "Paper"])


@tagged("post_install", "-at_install")
class TestInspectionTour(InspectionCase, HttpCase):
    def test_inspection_of_a_branch(self):
        visit = self._visit()
        self.start_tour(f"/odoo/ops-inspections/{visit.id}", "ops_inspection_visit", login="t_sd")
        self.assertEqual(visit.state, "done")
        self.assertEqual(len(visit.mark_ids.directive_id), 1)
