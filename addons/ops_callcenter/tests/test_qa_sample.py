from collections import Counter

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..core.quality_sample import Candidate, draw
from .common_floor import answered, at
from .common_quality import QualityCase

MANY = [
    line
    for number in range(40)
    for line in answered(
        f"5.{number}", "care", at(11, number), 5, 20 + 10 * number, number=f"138000050{number:02}"
    )
]


@tagged("post_install", "-at_install")
class TestQaSample(QualityCase):
    """A week's draw: reproducible, within quotas, logged, and only of calls not yet scored."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._feed(MANY, "many")
        cls.many = cls.env["ops.call"].search(
            [
                ("source_id", "=", cls.source.id),
                ("queue", "=", "care"),
                ("answered_at", "!=", False),
            ]
        )
        cls._record(cls.many)

    def _expected(self, seed, quota, least_of_long=0, long_s=10**6):
        """The calls the algorithm of the core draws among those of the agent."""
        agent = self.people["cs"].id
        calls = [
            Candidate(call.id, agent, 0 if call.talk_s >= long_s else None) for call in self.many
        ]
        return draw(calls, seed, {agent: quota}, {0: least_of_long})

    def test_the_draw_is_that_of_the_core(self):
        self.plan.write(
            {
                "quota": 6,
                "new_quota": 6,
                "stratum_ids": [Command.create({"kind": "long", "seconds": 350, "minimum": 3})],
            }
        )
        for seed in range(5):
            with self.subTest(seed):
                found = self._draw(seed, reason="again").line_ids
                self.assertEqual(sorted(found.call_id.ids), self._expected(seed, 6, 3, 350))
                self.assertEqual(found.filtered("stratum_id").mapped("call_id.talk_s"), [
                    one.call_id.talk_s for one in found if one.call_id.talk_s >= 350
                ])  # fmt: skip

    def test_every_call_is_drawn_as_often(self):
        counts = Counter(call for seed in range(60) for call in self._expected(seed, 2))
        drawn = Counter(
            call.id for seed in range(60) for call in self._draw(seed, reason="x").line_ids.call_id
        )
        self.assertEqual(drawn, counts)

    def test_new_agents_have_a_quota_of_their_own(self):
        # The card of the agent began 305 days before the week.
        self.plan.write({"quota": 1, "new_quota": 4, "new_days": 305})
        self.assertEqual(len(self._draw().line_ids), 1)
        self.plan.new_days = 306
        self.assertEqual(len(self._draw(reason="new").line_ids), 4)

    def test_only_answered_recorded_calls_of_the_week_and_the_project(self):
        self.many[:40].write({"has_recording": False})
        self.plan.quota = self.plan.new_quota = 100
        sample = self._draw()
        self.assertEqual(sample.line_ids.call_id, self.many[40:].sorted("id"))
        self.assertEqual((sample.population, sample.agent_count), (len(self.many) - 40, 1))

    def test_drawing_again_is_logged_and_spares_what_was_scored(self):
        first = self._draw()
        line = first.line_ids[0].with_user(self.users["qa"])
        line.action_score()
        with self.assertRaises(UserError):
            self._wizard().action_draw()
        self._wizard(reason="one agent was missing").action_draw()
        second = self.env["ops.qa.sample"].search([("plan_id", "=", self.plan.id)], limit=1)
        self.assertEqual((second.number, second.reason), (2, "one agent was missing"))
        self.assertEqual((first.is_current, second.is_current), (False, True))
        self.assertEqual(second.drawn_by_id, self.users["qa"])
        # One of the two places is taken by the call already being scored.
        self.assertEqual(len(second.line_ids), 1)
        self.assertNotIn(line.call_id, second.line_ids.call_id)
        self.assertTrue(line.is_open)
        self.assertFalse(any((first.line_ids - line.sudo()).mapped("is_open")))

    def test_nothing_to_draw_is_said(self):
        with self.assertRaises(UserError):
            self._wizard(day="2026-01-05").action_draw()

    def test_inspectors_draw(self):
        for code in ("om", "sv", "cs"):
            with self.subTest(code), self.assertRaises(AccessError):
                self.env["ops.qa.draw"].with_user(self.users[code]).create(
                    {"plan_id": self.plan.id, "day": self.week}
                )

    def test_a_superseded_form_is_replaced_by_the_version_in_use(self):
        self.form.with_user(self.users["qa"]).action_new_version()
        newer = self.env["ops.qa.form"].search([("code", "=", "F1"), ("state", "=", "draft")])
        newer.with_user(self.users["qa"]).change_note = "Wording"
        self._approve(newer)
        self.assertEqual(self._draw().form_id, newer)

    def test_strata_say_what_they_need(self):
        for vals in ({"kind": "long"}, {"kind": "outcome", "codes": " , "}):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self.env["ops.qa.stratum"].create({"plan_id": self.plan.id, **vals})

    def test_coverage_and_interval(self):
        sample = self._draw()
        evaluation = self._begin(sample.line_ids[0])
        self._judge(evaluation, A="pass", B="na", C="pass")
        self.assertEqual((sample.done_count, sample.coverage), (0, 0))
        evaluation.action_submit()
        self.env.invalidate_all()
        self.assertEqual((sample.line_count, sample.done_count), (2, 1))
        self.assertAlmostEqual(sample.coverage, 1 / len(self.many))
        # Wilson's interval of one success in one trial, 95 %.
        self.assertIn("20.7–100.0%", sample.passed_text)
