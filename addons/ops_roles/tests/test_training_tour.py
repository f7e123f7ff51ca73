"""Training in the browser: the trainer from a need to the certificate."""

from odoo.tests import HttpCase, tagged

from .common_training import TrainingCase


@tagged("post_install", "-at_install")
class TestTrainingTour(TrainingCase, HttpCase):
    def test_from_a_need_to_the_certificate(self):
        course = self._given(exam_kind="practical", validity_months=12)
        need = self._need(course_id=course.id, employee_id=self.people["cs"].id)
        self.start_tour("/odoo", "ops_training_plan_session", login="t_tr")
        session = need.session_id
        session.sudo().start = self._noon()
        self.start_tour("/odoo", "ops_training_hold_session", login="t_tr")
        self.assertEqual((session.state, need.state), ("held", "done"))
        self.assertEqual(self.people["cs"].resume_line_ids.ops_attendee_id.result, "passed")
