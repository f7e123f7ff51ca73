from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestQaEvaluation(QualityCase):
    """A call scored by its inspector, final once submitted."""

    def _submitted(self, **verdicts):
        evaluation = self._begun()
        self._judge(evaluation, **{"A": "pass", "B": "pass", "C": "pass", **verdicts})
        evaluation.action_submit()
        return evaluation

    def test_score_by_hand(self):
        # 40 of 60 points; B does not apply.
        evaluation = self._submitted(A="pass", B="na", C="fail")
        self.assertAlmostEqual(evaluation.score, 40 / 60 * 100, 2)
        self.assertFalse(evaluation.passed)
        self.assertEqual(evaluation.form_id, self.form)
        accuracies = {
            kind: (evaluation[f"{kind}_right"], evaluation[f"{kind}_counted"])
            for kind in ("customer", "business", "compliance", "minor")
        }
        self.assertEqual(
            accuracies,
            {"customer": (1, 1), "business": (0, 0), "compliance": (0, 0), "minor": (0, 20)},
        )

    def test_a_fatal_error_keeps_the_raw_score(self):
        evaluation = self._submitted(B="fail")
        self.assertEqual((evaluation.raw_score, evaluation.score), (60, 0))
        self.assertTrue(evaluation.fatal)

    def test_half_only_of_what_is_not_critical_and_na_only_where_allowed(self):
        evaluation = self._begun()
        lines = {one.item_id.code: one.id for one in evaluation.verdict_ids}
        for code, verdict in (("A", "half"), ("A", "na"), ("C", "na")):
            with self.subTest(code=code, verdict=verdict), self.assertRaises(UserError):
                evaluation.action_judge(lines[code], verdict)
        self.assertEqual(evaluation.action_judge(lines["C"], "half")["final"], 50)

    def test_every_item_is_judged_before_submission(self):
        evaluation = self._begun()
        with self.assertRaises(UserError):
            evaluation.action_submit()

    def test_marks_are_kept_with_second_item_and_note(self):
        evaluation = self._begun()
        item = evaluation.verdict_ids[1]
        sheet = evaluation.action_mark(12.7, item.id, "no question asked")
        evaluation.action_mark(3)
        mark = evaluation.mark_ids.filtered("verdict_id")
        self.assertEqual((mark.second, mark.note), (12, "no question asked"))
        self.assertEqual(sheet["marks"][0]["item"], "B")
        evaluation.action_note_mark(mark.id, "asked too late")
        self.assertEqual(mark.note, "asked too late")
        sheet = evaluation.action_unmark(mark.id)
        self.assertEqual([one["second"] for one in sheet["marks"]], [3])

    def test_submitted_it_is_frozen_for_everybody(self):
        evaluation = self._submitted()
        verdict = evaluation.verdict_ids[0]
        for attempt in (
            lambda: evaluation.action_judge(verdict.id, "fail"),
            lambda: evaluation.action_mark(1),
            lambda: evaluation.action_comment("x"),
            evaluation.action_submit,
            lambda: evaluation.sudo().write({"score": 1}),
            lambda: verdict.sudo().write({"verdict": "fail"}),
            evaluation.sudo().unlink,
        ):
            with self.assertRaises(UserError):
                attempt()
        self.assertEqual(evaluation.score, 100)
        self.assertFalse(self.env["ops.qa.sample.line"].search([("is_open", "=", True)]) & (
            self.env["ops.qa.sample.line"].search([("evaluation_id", "=", evaluation.id)])
        ))  # fmt: skip

    def test_only_its_inspector_scores_a_call(self):
        evaluation = self._begun()
        second = self._person("t_qa2")
        self._assign(second, "qa", self.project)
        for user in (second.user_id, self.users["sv"], self.users["om"], self.users["cs"]):
            with self.subTest(user.login), self.assertRaises(AccessError):
                evaluation.with_user(user).action_mark(1)

    def test_rows_are_never_written_by_rpc(self):
        evaluation = self._begun()
        for record, vals in (
            (evaluation, {"score": 100}),
            (evaluation.verdict_ids[0], {"verdict": "pass"}),
        ):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.write(vals)

    def test_the_agent_sees_his_score_once_submitted(self):
        evaluation = self._begun()
        agent = self.users["cs"]
        with self.assertRaises(AccessError):
            evaluation.with_user(agent).read(["score"])
        evaluation.action_mark(5, evaluation.verdict_ids[0].id, "well put")
        self._judge(evaluation, A="pass", B="pass", C="pass")
        evaluation.action_submit()
        mine = evaluation.with_user(agent)
        self.assertEqual(mine.sheet["marks"][0]["note"], "well put")
        self.assertFalse(mine.sheet["editable"])
        with self.assertRaises(AccessError):
            evaluation.with_user(self.users["sv"]).action_seen()
        mine.action_seen()
        self.assertTrue(evaluation.seen_at)

    def test_a_call_is_scored_once(self):
        evaluation = self._begun()
        line = self.env["ops.qa.sample.line"].search([("evaluation_id", "=", evaluation.id)])
        again = line.with_user(self.users["qa"]).action_score()
        self.assertEqual(again["res_id"], evaluation.id)
        with self.assertRaises(UserError):
            evaluation.sudo()._begin(evaluation.call_id, evaluation.sample_id)

    def test_home_of_inspector_and_agent(self):
        evaluation = self._submitted()
        home = self.env["ops.home"]
        for code, key in (("qa", "qa_to_score"), ("cs", "qa_own_scores")):
            cards = [
                card
                for section in home.with_user(self.users[code]).get_home()["sections"]
                for card in section["cards"]
                if card["key"] == key
            ]
            with self.subTest(code):
                self.assertTrue(cards[0]["items"])
        evaluation.with_user(self.users["cs"]).action_seen()
