"""Work summaries: who owes them, what they are filled with, hand in, score, return, and who may."""

from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common_roles import RolesCase

MONDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 8)


class SummaryCase(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.indicator = cls.env["ops.indicator"].create(
            {
                "name": "Meetings kept",
                "code": "t_summary",
                "model": "ops.incident",
                "date_field": "happened_at",
                "department_path": "department_id",
                "employee_path": "reporter_id",
            }
        )
        cls.rule = cls.env["ops.summary.rule"].create(
            {
                "kind": "weekly",
                "role_ids": [Command.set((cls.roles["cs"] | cls.roles["sv"]).ids)],
                "indicator_ids": [Command.set(cls.indicator.ids)],
            }
        )

    def _as(self, record, code):
        return record.with_user(self.users[code])

    def _make(self, first=MONDAY, last=SUNDAY, rule=None):
        made = self.env["ops.summary"]._make(rule or self.rule, self.env.company, first, last)
        return made.filtered(lambda one: one.department_id == self.project)

    def _of(self, code):
        return self._make().filtered(lambda one: one.user_id == self.users[code])

    def _submitted(self, code="cs"):
        summary = self._as(self._of(code), code)
        summary.done = "Answered calls"
        summary.action_submit()
        return summary

    def _todos(self, code, kind="activity_summary"):
        return self.env["mail.activity"].search(
            [
                ("user_id", "=", self.users[code].id),
                ("activity_type_id", "=", self.env.ref(f"ops_roles.{kind}").id),
            ]
        )


@tagged("post_install", "-at_install")
class TestSummary(SummaryCase):
    def test_the_period_makes_one_per_holder_once(self):
        made = self._make()
        self.assertEqual(made.user_id, self.users["cs"] | self.users["sv"])
        self.assertFalse(self._make())
        mine = made.filtered(lambda one: one.user_id == self.users["cs"])
        self.assertRecordValues(
            mine,
            [
                {
                    "superior_id": self.users["sv"].id,
                    "period": "2026 W10",
                    "due": SUNDAY + timedelta(days=3),
                    "state": "draft",
                    "role_id": self.roles["cs"].id,
                }
            ],
        )
        self.assertEqual(len(self._todos("cs")), 1)

    def test_who_came_later_owes_nothing(self):
        late = self._person("t_late")
        self._assign(late, "cs", self.project, date_from="2026-03-09")
        self.assertNotIn(late.user_id, self._make().user_id)

    def test_own_figures_are_kept(self):
        severity = self.env["ops.incident.severity"].create({"name": "x", "notify_minutes": 9})
        for day in ("2026-03-03 02:00:00", "2026-03-08 15:59:00", "2026-02-28 02:00:00"):
            self.env["ops.incident"].with_user(self.users["cs"]).create(
                {"name": "x", "severity_id": severity.id, "happened_at": day}
            )
        summary = self._of("cs")
        self.assertRecordValues(summary.line_ids, [{"value": 2.0, "previous": 1.0}])
        self.env["ops.incident"].with_user(self.users["cs"]).create(
            {"name": "x", "severity_id": severity.id, "happened_at": "2026-03-04 02:00:00"}
        )
        self.assertEqual(summary.line_ids.value_text, "2")

    def test_figures_without_persons_are_refused(self):
        self.indicator.copy({"code": "t_other"})
        with self.assertRaises(ValidationError):
            self.indicator.copy({"code": "t_none", "employee_path": False}).ensure_one()
            self.rule.indicator_ids = self.env["ops.indicator"].search([("code", "=", "t_none")])

    def test_hand_in_score_and_freeze(self):
        summary = self._submitted()
        self.assertEqual((summary.state, summary.superior_id), ("submitted", self.users["sv"]))
        self.assertFalse(self._todos("cs"))
        todo = self._todos("sv", "activity_summary_read")
        self.assertEqual(todo.res_id, summary.id)
        with self.assertRaises(UserError):
            todo.with_user(self.users["sv"]).action_done()
        self._as(summary, "sv")._give_score(90, "Well done")
        self.assertRecordValues(
            summary, [{"state": "scored", "score": 90, "scored_by_id": self.users["sv"].id}]
        )
        self.assertFalse(todo.exists())
        for again in (
            lambda: self._as(summary, "sv")._give_score(10, ""),
            lambda: summary.write({"done": "More"}),
            lambda: self._as(summary, "sv")._give_back("Again"),
        ):
            with self.assertRaises(UserError):
                again()

    def test_returned_it_is_written_again(self):
        summary = self._submitted()
        with self.assertRaises(UserError):
            self._as(summary, "sv")._give_back(" ")
        self._as(summary, "sv")._give_back("Where are the causes?")
        self.assertRecordValues(summary, [{"state": "draft", "return_count": 1}])
        self.assertEqual(len(self._todos("cs")), 1)
        summary.problems = "Long waits"
        summary.action_submit()
        self._as(summary, "sv")._give_score(70, False)

    def test_scores_are_from_1_to_100(self):
        summary = self._as(self._submitted(), "sv")
        for score in (0, -1, 101):
            with self.subTest(score), self.assertRaises(UserError):
                summary._give_score(score, "")

    def test_only_author_and_superior(self):
        summary = self._submitted()
        for code in ("pm", "gm", "om", "cs"):
            with self.subTest(code), self.assertRaises(AccessError):
                self._as(summary, code).action_assess()
        for code in ("qa", "fin", "sa"):
            self.assertFalse(self._as(summary, code).has_access("read"))
        for code in ("pm", "gm"):
            self.assertTrue(self._as(summary, code).has_access("read"))
        draft = self._make(MONDAY - timedelta(days=7), SUNDAY - timedelta(days=7))
        mine = draft.filtered(lambda one: one.user_id == self.users["cs"])
        for code in ("sv", "pm", "gm"):
            with self.assertRaises(AccessError):
                self._as(mine, code).write({"done": "x"})
            with self.assertRaises(AccessError):
                self._as(mine, code).action_submit()
        with self.assertRaises(UserError):
            self._as(mine, "cs").action_submit()

    def test_nothing_is_forged(self):
        summary = self._as(self._of("cs"), "cs")
        for vals in (
            {"state": "scored"},
            {"score": 100},
            {"superior_id": self.users["cs"].id},
            {"comment": "Fine"},
            {"due": "2030-01-01"},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                summary.write(vals)
        with self.assertRaises(AccessError):
            summary.line_ids.value = 9
        with self.assertRaises(AccessError):
            summary.unlink()
        with self.assertRaises(AccessError):
            summary.copy()

    def test_a_stand_in_scores(self):
        summary = self._submitted()
        stand_in = self._person("t_acts")
        self._assign(
            stand_in,
            "sv",
            self.project,
            kind="acting",
            acting_for_id=self.cards["sv"].id,
            date_from=self.env.company._ops_today(),
        )
        summary.with_user(stand_in.user_id)._give_score(80, "")
        self.assertEqual(summary.scored_by_id, stand_in.user_id)

    def test_late_ones_are_found_and_chased(self):
        summary = self._of("cs")
        self.assertTrue(summary.is_late)
        self.assertIn(summary, self.env["ops.summary"].search([("is_late", "=", True)]))
        self._as(summary, "sv").action_chase()
        with self.assertRaises(AccessError):
            self._as(summary, "pm").action_chase()

    def test_the_scheduled_action_makes_what_has_ended(self):
        self.env["ops.summary.rule"].search([("id", "!=", self.rule.id)]).active = False
        self.env["ops.summary"]._cron_make()
        today = self.env.company._ops_today()
        made = self.env["ops.summary"].search([("user_id", "=", self.users["cs"].id)])
        self.assertEqual(made.date_to, today - timedelta(days=today.weekday() + 1))
        self.env["ops.summary"]._cron_make()
        self.assertEqual(
            len(self.env["ops.summary"].search([("user_id", "=", self.users["cs"].id)])), 1
        )

    def test_many_people_cost_no_more_statements(self):
        def statements(week):
            days = timedelta(days=7 * week)
            self.env.flush_all()
            before = self.cr.sql_log_count
            self._make(MONDAY + days, SUNDAY + days)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        statements(0)
        few = statements(1)
        for number in range(30):
            self._assign(self._person(f"t_many{number}"), "cs", self.project)
        self.assertLessEqual(statements(2), few + 12)


@tagged("post_install", "-at_install")
class TestSummaryTour(SummaryCase, HttpCase):
    def test_from_the_to_do_to_the_score(self):
        summary = self._of("cs")
        self.start_tour("/odoo", "ops_summary_write", login="t_cs")
        self.assertEqual(summary.state, "submitted")
        self.start_tour("/odoo", "ops_summary_score", login="t_sv")
        self.assertRecordValues(summary, [{"state": "scored", "score": 88}])
