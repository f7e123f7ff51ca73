"""Fixtures of training: courses and needs of ``self.project``, sessions from today on.

``_session`` begins today at noon Shanghai time unless told otherwise, so that its attendance can
be taken at once; ``_given`` is a course on offer.
"""

from datetime import timedelta

from odoo.fields import Command

from ..core.period import midnight_utc
from .common_roles import RolesCase


class TrainingCase(RolesCase):
    def _as(self, record, code):
        return record.with_user(self.users[code])

    def _course(self, role="tr", **vals):
        courses = self.env["ops.course"].with_user(self.users[role])
        return courses.create({"name": "Calls", "code": "C1", **vals})

    def _courseware(self, course, body="<p>one</p>", **vals):
        drafts = self.env["ops.courseware"].with_env(course.env)
        return drafts.create({"course_id": course.id, "body": body, **vals})

    def _given(self, **vals):
        course = self._course(**vals)
        self._courseware(course).action_publish()
        return course

    def _need(self, code="sv", **vals):
        needs = self.env["ops.training.need"].with_user(self.users[code])
        return needs.create({"topic": "Dialects", "reason": "Asked twice", **vals})

    def _noon(self, days=0, hours=0):
        """Return noon in Shanghai ``days`` from today, as naive UTC."""
        day = self.env.company._ops_today() + timedelta(days=days)
        return midnight_utc(day, "Asia/Shanghai") + timedelta(hours=12 + hours)

    def _session(self, code="tr", *codes, **vals):
        sessions = self.env["ops.training.session"].with_user(self.users[code])
        return sessions.create(
            {
                "name": "Dialects",
                "department_id": self.project.id,
                "start": self._noon(),
                "attendee_ids": [
                    Command.create({"employee_id": self.people[one].id}) for one in codes
                ],
                **vals,
            }
        )

    def _paper(self, **vals):
        """Return an exam paper with two questions of fifty points each, sixty per cent to pass."""
        answers = [("right", 50.0), ("wrong", 0.0)]
        question = {
            "title": "Which one?",
            "question_type": "simple_choice",
            "suggested_answer_ids": [
                Command.create({"value": value, "is_correct": bool(score), "answer_score": score})
                for value, score in answers
            ],
        }
        return self.env["survey.survey"].create(
            {
                "title": "Final exam",
                "access_mode": "token",
                "users_login_required": True,
                "scoring_type": "scoring_without_answers",
                "scoring_success_min": 60.0,
                "question_and_page_ids": [Command.create(question), Command.create(question)],
                **vals,
            }
        )

    def _held(self, *codes, **vals):
        """Return a session of today that was held with all these people present."""
        session = self._session("tr", *codes, **vals)
        session.action_all_present()
        session.action_hold()
        return session

    def _record(self, session, code):
        """Return the training record of one person in the session, as that person."""
        people = self.people[code].id
        records = session.sudo().attendee_ids
        mine = records.filtered(lambda one: one.employee_id.id == people)
        return mine.with_user(self.users[code]).sudo(False)

    def _hand_in(self, paper, *values):
        """Answer the questions of a paper in turn and hand it in, as its web page does."""
        paper = paper.sudo()
        for question, value in zip(paper.survey_id.question_ids, values, strict=True):
            answer = value
            if question.question_type == "simple_choice":
                choices = question.suggested_answer_ids
                answer = str(choices.filtered(lambda one, value=value: one.value == value).id)
            paper._save_lines(question, answer)
        paper._mark_done()
