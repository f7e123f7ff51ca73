"""Appraisals: making a cycle, measuring, the steps of a sheet, the seal, the home page."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_appraisal import AppraisalCase


@tagged("post_install", "-at_install")
class TestAppraisalCycle(AppraisalCase):
    def test_one_per_holder_once(self):
        cycle = self._cycle()
        self.assertRecordValues(cycle, [{"period": "2026-01", "state": "draft"}])
        cycle.action_start()
        sheets = cycle.sudo().appraisal_ids
        self.assertEqual(sheets.user_id, self.users["cs"] | self.users["sv"])
        mine = sheets.filtered(lambda one: one.user_id == self.users["cs"])
        self.assertRecordValues(
            mine,
            [{"superior_id": self.users["sv"].id, "state": "self", "due": cycle.self_due}],
        )
        self.assertEqual(mine.line_ids.mapped("name"), ["Conduct", "Output"])
        self.assertEqual(mine.activity_ids.user_id, self.users["cs"])
        with self.assertRaises(UserError):
            cycle.action_start()
        with self.assertRaises(UserError):
            cycle.write({"appeal_days": 9})
        with self.assertRaises(UserError):
            cycle.unlink()

    def test_only_who_held_the_card_at_the_end_of_the_period(self):
        late, gone = self._person("t_late"), self._person("t_gone")
        self._assign(late, "cs", self.project, date_from="2026-02-01")
        self._assign(gone, "cs", self.project, date_to="2026-01-20")
        users = self._cycle_users()
        self.assertNotIn(late.user_id, users)
        self.assertNotIn(gone.user_id, users)

    def _cycle_users(self):
        cycle = self._cycle()
        cycle.action_start()
        return cycle.sudo().appraisal_ids.user_id

    def test_who_has_no_superior_is_named(self):
        lonely = self._person("t_lonely")
        self._assign(lonely, "cs", self.project)
        lonely.parent_id = False
        cycle = self._cycle()
        cycle.action_start()
        self.assertIn("t_lonely", cycle.left_out)
        self.assertNotIn(lonely.user_id, cycle.sudo().appraisal_ids.user_id)

    def test_weights_and_grades_are_checked(self):
        self.template.line_ids[0].weight = 39
        with self.assertRaisesRegex(ValidationError, "99"):
            self._cycle()
        self.template.line_ids[0].weight = 40
        self.template.grade_ids.filtered(lambda one: not one.minimum).unlink()
        with self.assertRaises(ValidationError):
            self._cycle(date_from="2026-02-01")

    def test_two_templates_for_a_role_are_refused(self):
        other = self.template.copy()
        with self.assertRaisesRegex(ValidationError, "two templates"):
            self._cycle(template_ids=[Command.set((self.template | other).ids)])

    def test_not_before_the_period_is_over(self):
        today = self.env.company._ops_today()
        cycle = self._cycle(date_from=today)
        self.assertGreaterEqual(cycle.date_to, today)
        with self.assertRaises(UserError):
            cycle.action_start()

    def test_only_heads_in_charge(self):
        cycle = self._cycle()
        for code in ("pm", "sv", "cs", "sd", "bm", "qa", "fin", "adm"):
            with self.subTest(code), self.assertRaises(AccessError):
                self._as(cycle, code).action_start()
        for code in ("gm", "mm", "dm"):
            with self.subTest(code):
                self.assertTrue(self._as(cycle, code).has_access("write"))
        with self.assertRaises(AccessError):
            self._cycle(department_id=self.top.id)
        with self.assertRaises(AccessError):
            cycle.write({"department_id": self.other.id})
        with self.assertRaises(AccessError):
            self._cycle(date_from="2025-01-01", state="closed")

    def test_points_follow_from_figure_and_target(self):
        self._target("cs", 4)
        self._incidents("cs", 3)
        sheets = self._started()
        line = sheets["cs"].line_ids.filtered("indicator_id")
        self.assertRecordValues(
            line, [{"actual": 3.0, "target": 4.0, "attainment": 0.75, "measured_score": 75.0}]
        )
        self.assertIn("0 below 60%", line.formula_text)
        self.assertRecordValues(
            sheets["sv"].line_ids.filtered("indicator_id"),
            [{"actual": 0.0, "target": False, "measured_score": False, "by_hand": True}],
        )
        with self.assertRaises(UserError):
            self._as(line, "cs").self_score = 100

    def test_the_standard_of_the_template_counts_without_a_target(self):
        self.template.line_ids[1].target = 2
        self._incidents("cs", 3)
        sheets = self._started()
        self.assertEqual(sheets["cs"].line_ids[1].measured_score, 120.0)
        self.assertEqual(sheets["sv"].line_ids[1].measured_score, 0.0)

    def test_measured_again_until_the_superior_has_scored(self):
        self._target("cs", 4)
        sheet = self._started()["cs"]
        self.assertEqual(sheet.line_ids[1].measured_score, 0.0)
        self._incidents("cs", 4)
        self._as(sheet.cycle_id, "om").action_measure()
        self.assertEqual(sheet.line_ids[1].measured_score, 100.0)
        with self.assertRaises(AccessError):
            self._as(sheet.cycle_id, "cs").action_measure()

    def test_many_people_cost_no_more_statements(self):
        def statements(month):
            cycle = self._cycle(date_from=f"2026-0{month}-01").sudo()
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.env["ops.appraisal"]._make(cycle)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        statements(1)
        few = statements(2)
        for number in range(30):
            self._assign(self._person(f"t_many{number}"), "cs", self.project)
        self.assertLessEqual(statements(3), few + 12)


@tagged("post_install", "-at_install")
class TestAppraisalSteps(AppraisalCase):
    def test_from_self_assessment_to_frozen(self):
        sheet = self._published()
        self.assertRecordValues(
            sheet,
            [{"state": "published", "total": 90.0, "grade": "A", "coefficient": 1.2}],
        )
        self.assertEqual(sheet.confirmed_by_id, self.users["om"])
        self.assertFalse(sheet.sudo().activity_ids)
        sheet.action_accept()
        self.assertEqual((sheet.state, sheet.frozen_by_id), ("frozen", self.users["cs"]))
        self.assertEqual(len(sheet.digest), 64)
        self.assertEqual(sheet.action_verify()["params"]["type"], "success")
        self.cr.execute(
            "UPDATE ops_appraisal_line SET superior_score = 99 WHERE appraisal_id = %s", [sheet.id]
        )
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            sheet.action_verify()

    def test_each_step_asks_the_next_one(self):
        sheet = self._assessed()
        self.assertEqual(sheet.sudo().activity_ids.user_id, self.users["sv"])
        boss = self._as(sheet, "sv")
        boss.line_ids.superior_score = 70
        boss.action_score()
        self.assertEqual(sheet.sudo().activity_ids.user_id, self.users["om"])
        with self.assertRaises(UserError):
            sheet.sudo().activity_ids.with_user(self.users["om"]).action_done()
        self._dialog(self._as(sheet, "om"), "action_return", "Too mild")
        self.assertRecordValues(sheet, [{"state": "score", "return_note": "Too mild"}])
        self.assertEqual(sheet.sudo().activity_ids.user_id, self.users["sv"])

    def test_every_line_by_hand_needs_a_score(self):
        sheet = self._as(self._started()["cs"], "cs")
        with self.assertRaisesRegex(UserError, "Conduct"):
            sheet.action_self()
        sheet.line_ids.self_score = 0
        sheet.action_self()
        with self.assertRaises(UserError):
            self._as(sheet, "sv").action_score()

    def test_own_scores_are_taken_over_in_one_go(self):
        sheet = self._assessed(score=85)
        boss = self._as(sheet, "sv")
        boss.line_ids[0].superior_score = 60
        boss.action_take_over()
        self.assertRecordValues(sheet, [{"state": "confirm", "total": 75.0, "scored_total": 75.0}])

    def test_scores_are_from_0_to_100(self):
        sheet = self._as(self._started()["cs"], "cs")
        for score in (-1, 100.01, float("nan")):
            with (
                self.subTest(score),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
                mute_logger("odoo.sql_db"),
            ):
                sheet.line_ids[0].self_score = score
                self.env.flush_all()
            self.env.invalidate_all()

    def test_an_overdue_self_assessment_does_not_hold_it_up(self):
        sheet = self._started()["cs"]
        boss = self._as(sheet, "sv")
        self.assertFalse(boss.may_score)
        sheet.sudo().due = self.env.company._ops_today() - timedelta(days=1)
        self.assertTrue(boss.is_late)
        boss.line_ids.superior_score = 60
        boss.action_score()
        self.assertEqual(sheet.state, "confirm")

    def test_an_appeal_changes_nothing_silently(self):
        sheet = self._published()
        self._dialog(sheet, "action_appeal", "Not fair")
        self.assertRecordValues(sheet, [{"state": "appealed", "total": 90.0}])
        judge = self._as(sheet, self._judge(sheet))
        with self.assertRaises(UserError):
            self._dialog(judge, "action_decide", decision="changed")
        judge.line_ids[0].decided_score = 100
        with self.assertRaises(UserError):
            self._dialog(judge, "action_decide", decision="upheld")
        self._dialog(judge, "action_decide", "Right", decision="changed")
        self.assertRecordValues(
            sheet,
            [
                {
                    "state": "frozen",
                    "total": 94.0,
                    "scored_total": 90.0,
                    "decision": "changed",
                    "decided_by_id": judge.env.uid,
                }
            ],
        )
        self.assertEqual(sheet.line_ids[0].superior_score, 90.0)

    def _judge(self, sheet):
        users = sheet.sudo()._deciders()
        self.assertNotIn(self.users["sv"], users)
        self.assertNotIn(self.users["cs"], users)
        return next(code for code, user in self.users.items() if user in users)

    def test_an_appeal_has_its_time(self):
        sheet = self._published()
        sheet.sudo().appeal_until = self.env.company._ops_today() - timedelta(days=1)
        with self.assertRaises(AccessError):
            sheet.action_appeal()
        self.env["ops.appraisal"]._cron_freeze()
        self.assertEqual(sheet.state, "frozen")

    def test_the_cycle_closes_after_its_last_sheet(self):
        sheets = self._started()
        cycle = sheets["cs"].cycle_id
        sheets["cs"]._freeze(self.env.user)
        self.assertEqual(cycle.state, "running")
        sheets["sv"]._freeze(self.env.user)
        self.assertEqual(cycle.state, "closed")

    def test_without_confirming_roles_it_is_published_at_once(self):
        self.template.confirm_role_ids = False
        sheet = self._scored()
        self.assertEqual(sheet.state, "published")
        self._dialog(sheet, "action_appeal")
        self.assertEqual(sheet.sudo().activity_ids.user_id, self.users["pm"])

    def test_where_nobody_confirms_the_next_above_does(self):
        sheet = self._assessed()
        self.cards["om"].action_end()
        boss = self._as(sheet, "sv")
        boss.action_take_over()
        self.assertEqual(sheet.state, "confirm")
        self.assertEqual(sheet.sudo().activity_ids.user_id, self.users["pm"])

    def test_a_stand_in_scores(self):
        sheet = self._assessed()
        stand_in = self._person("t_acts")
        self._assign(
            stand_in,
            "sv",
            self.project,
            kind="acting",
            acting_for_id=self.cards["sv"].id,
            date_from=self.env.company._ops_today(),
        )
        sheet.with_user(stand_in.user_id).action_take_over()
        self.assertEqual(sheet.scored_by_id, stand_in.user_id)

    def test_home_shows_what_waits(self):
        self._assessed()
        home = self.env["ops.home"].with_user(self.users["sv"]).get_home()
        cards = {card["key"]: card for part in home["sections"] for card in part["cards"]}
        self.assertEqual(
            [i["label"] for i in cards["appraisals"]["items"]], ["Score · t_cs · 2026-01"]
        )
        self.assertEqual(
            [i["label"] for i in cards["appraisal_self"]["items"]], ["Assess · t_sv · 2026-01"]
        )
        self.assertNotIn("button", cards["appraisals"]["items"][0])

    def test_the_sheet_prints(self):
        sheet = self._frozen()
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.users["cs"])
            ._render_qweb_html("ops_roles.report_appraisal_sheet", sheet.ids)
        )
        self.assertIn(sheet.digest, html.decode())
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.users["qa"])._render_qweb_html(
                "ops_roles.report_appraisal_sheet", sheet.ids
            )
