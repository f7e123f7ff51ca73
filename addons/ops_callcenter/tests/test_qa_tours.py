from odoo.tests import HttpCase, tagged

from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestQaTours(QualityCase, HttpCase):
    def _tour(self, name, code):
        self.users[code].password = self.users[code].login
        self.start_tour("/odoo/ops-home", name, login=self.users[code].login)

    def test_sample_drawn_and_call_scored(self):
        # The default of the dialog has to be this client project's plan.
        self.env["ops.qa.plan"].search([("id", "!=", self.plan.id)]).active = False
        self._tour("ops_qa_score", "qa")
        scored = self.env["ops.qa.evaluation"].search([("evaluator_id", "=", self.users["qa"].id)])
        self.assertEqual(
            (scored.state, scored.mark_ids.verdict_id.item_id.code), ("submitted", "A")
        )

    def test_agent_sees_his_score(self):
        evaluation = self._begun()
        evaluation.action_mark(5, evaluation.verdict_ids[0].id, "well put")
        self._judge(evaluation, A="pass", B="pass", C="pass")
        evaluation.action_submit()
        self._tour("ops_qa_seen", "cs")
        self.assertTrue(evaluation.seen_at)

    def test_revision_approved_from_home(self):
        form = self._form("TOUR")
        form.action_submit()
        self._tour("ops_qa_approve", "om")
        self.assertEqual(form.state, "in_use")
