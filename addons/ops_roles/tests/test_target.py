from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_figures import FiguresCase


@tagged("post_install", "-at_install")
class TestTarget(FiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._expense(cls.people["cs"], "2026-05-10", 80)
        cls._expense(cls.people["cs"], "2026-04-10", 40)
        cls.target = cls._target(cls.people["cs"], 100)

    @classmethod
    def _target(cls, place, value, user=None, **vals):
        scope = "employee" if place._name == "hr.employee" else "department"
        return (
            cls.env["ops.target"]
            .with_user(user or cls.env.user)
            .create(
                {
                    "indicator_id": cls.spent.id,
                    "date_from": "2026-05-17",
                    "scope": scope,
                    f"{scope}_id": place.id,
                    "value": value,
                    **vals,
                }
            )
        )

    def test_actual_attainment_light_and_trend(self):
        target = self.target
        self.assertEqual(
            (target.date_from, target.date_to, target.period),
            (date(2026, 5, 1), date(2026, 5, 31), "2026-05"),
        )
        self.assertEqual((target.actual, target.attainment, target.light), (80, 0.8, "red"))
        self.assertEqual(target.trend[-2:], [40, 80])
        self._expense(self.people["cs"], "2026-05-31", 18)
        target.action_refresh()
        self.assertEqual((target.actual, target.light), (98, "yellow"))
        target.value = 98
        self.assertEqual(target.light, "green")

    def test_no_figure_is_blank(self):
        target = self._target(self.people["sv"], 5, indicator_id=self.average.id)
        self.assertIs(target.actual, False)
        self.assertEqual(target.light, "none")
        self.assertIs(target.read(["actual"])[0]["actual"], False)

    def test_set_by_a_superior_only(self):
        for code, place, allowed in (
            ("sv", self.people["cs"], True),
            ("pm", self.people["cs"], True),
            ("om", self.people["pm"], True),
            ("cs", self.people["cs"], False),
            ("sv", self.people["sv"], False),
            ("sv", self.people["pm"], False),
            ("qa", self.people["cs"], False),
            ("bm", self.people["cs"], False),
            ("pm", self.team, True),
            ("pm", self.project, False),
            ("om", self.project, True),
            ("om", self.other, True),
            ("om", self.centre, False),
            ("gm", self.centre, True),
            ("sv", self.other, False),
        ):
            with self.subTest(code, place=place.name):
                vals = {"indicator_id": self.average.id, "kind": "year"}
                if allowed:
                    self._target(place, 5, self.users[code], **vals).unlink()
                else:
                    with self.assertRaises(AccessError):
                        self._target(place, 5, self.users[code], **vals)

    def test_who_acts_for_the_supervisor_sets_his_peoples_targets(self):
        self._assign(
            self.people["qa"], "sv", self.project, kind="acting", acting_for_id=self.cards["sv"].id
        )
        self.assertTrue(
            self._target(self.people["cs"], 5, self.users["qa"], indicator_id=self.average.id)
        )

    def test_outcomes_cannot_be_typed(self):
        target = self.target.with_user(self.users["sv"])
        for name, value in (
            ("actual", 1000),
            ("attainment", 9),
            ("light", "green"),
            ("state", "frozen"),
            ("trend", [1]),
            ("frozen_by_id", 1),
        ):
            with self.subTest(name):
                with self.assertRaises(AccessError):
                    target.write({name: value})
                with self.assertRaises(AccessError):
                    self._target(
                        self.people["cs"],
                        5,
                        self.users["sv"],
                        kind="year",
                        **{name: value},
                    )

    def test_frozen_with_who_and_when_and_never_again(self):
        target = self.target.with_user(self.users["sv"])
        target.action_freeze()
        self.assertEqual(target.frozen_by_id, self.users["sv"])
        self.assertTrue(target.frozen_at)
        self._expense(self.people["cs"], "2026-05-30", 500)
        target.action_refresh()
        self.env["ops.target"]._cron_refresh()
        self.assertEqual(target.actual, 80)
        for change in (
            lambda: target.write({"value": 1}),
            lambda: self.target.write({"value": 1}),
            lambda: self.target.sudo().write({"state": "open"}),
            target.unlink,
        ):
            with self.assertRaises(UserError):
                change()

    def test_not_frozen_before_the_period_is_over(self):
        today = self.env.company._ops_today()
        target = self._target(self.people["cs"], 5, date_from=today)
        with self.assertRaises(UserError):
            target.with_user(self.users["sv"]).action_freeze()
        with self.assertRaises(AccessError):
            self.target.with_user(self.users["cs"]).action_freeze()

    def test_frozen_by_the_scheduled_action_some_days_after_the_end(self):
        today = self.env.company._ops_today()
        current = self._target(self.people["cs"], 5, date_from=today)
        self.env["ops.target"]._cron_refresh()
        self.assertEqual((self.target.state, current.state), ("frozen", "open"))

    def test_measured_in_one_query_per_indicator(self):
        targets = (
            self.target | self._target(self.people["sv"], 5) | self._target(self.people["pm"], 5)
        )
        targets._refresh()
        self.env.flush_all()
        with self.assertQueryCount(2):
            targets.sudo()._refresh()

    def test_opens_its_records(self):
        action = self.target.action_open_records()
        found = self.env["hr.expense"].search(action["domain"])
        self.assertEqual(sum(found.mapped("total_amount")), self.target.actual)

    def test_home_card(self):
        self._target(self.people["cs"], 5, date_from=self.env.company._ops_today())
        home = self.env["ops.home"].with_user(self.users["cs"]).get_home()
        cards = [card for section in home["sections"] for card in section["cards"]]
        card = next(card for card in cards if card["key"] == "targets")
        self.assertEqual(len(card["items"]), 1)
        self.assertEqual(card["items"][0]["value"], "0")
        self.assertIn("target 5", card["items"][0]["trend"])


@tagged("post_install", "-at_install")
class TestTargetCascade(FiguresCase):
    def _target(self, place, value, indicator=None):
        return self.env["ops.target"].create(
            {
                "indicator_id": (indicator or self.spent).id,
                "date_from": "2026-05-01",
                "department_id": place.id,
                "value": value,
            }
        )

    def _wizard(self, target, code, method):
        wizard = self.env["ops.target.cascade"].with_user(self.users[code])
        with Form(wizard.with_context(default_target_id=target.id)) as form:
            form.method = method
        return form.save()

    def test_departments_by_headcount_add_up(self):
        target = self._target(self.centre, 100)
        self._wizard(target, "om", "headcount").action_apply()
        parts = {part.department_id: part.value for part in target.child_ids}
        self.assertEqual(set(parts), {self.project, self.other})
        self.assertEqual(sum(parts.values()), 100)
        self.assertGreater(parts[self.project], parts[self.other])
        self.assertEqual(target.parts_difference, 0)

    def test_by_share_of_the_last_period(self):
        self._expense(self.people["cs"], "2026-04-02", 30)
        self._expense(self.stranger, "2026-04-02", 10)
        target = self._target(self.centre, 100)
        self._wizard(target, "om", "share").action_apply()
        parts = {part.department_id: part.value for part in target.child_ids}
        self.assertEqual(parts, {self.project: 75, self.other: 25})

    def test_a_ratio_is_the_same_for_all(self):
        target = self._target(self.centre, 50, self.average)
        self._wizard(target, "om", "equal").action_apply()
        self.assertEqual(target.child_ids.mapped("value"), [50, 50])
        self.assertEqual(target.parts_difference, 0)

    def test_people_of_a_team(self):
        target = self._target(self.team, 10)
        self._wizard(target, "pm", "equal").action_apply()
        self.assertEqual(target.child_ids.employee_id, self.people["cs"])
        self.assertEqual(target.child_ids.department_id, self.team)

    def test_by_hand_shows_the_difference_and_again_corrects(self):
        target = self._target(self.centre, 100)
        wizard = self._wizard(target, "om", "equal")
        wizard.line_ids[0].value = 40
        self.assertEqual(wizard.difference, 10)
        wizard.action_apply()
        self.assertEqual(target.parts_difference, 10)
        self._wizard(target, "om", "equal").action_apply()
        self.assertEqual(len(target.child_ids), 2)
        self.assertEqual(target.parts_difference, 0)

    def test_others_cannot_hand_down(self):
        target = self._target(self.centre, 100)
        with self.assertRaises(AccessError):
            self._wizard(target, "pm", "equal").action_apply()
        wizard = self._wizard(target, "om", "equal")
        wizard.line_ids[0].department_id = self.top
        with self.assertRaises(UserError):
            wizard.action_apply()
