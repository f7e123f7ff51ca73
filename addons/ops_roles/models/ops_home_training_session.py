from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

from .ops_home_find import Wanted


class OpsHome(models.AbstractModel):
    """Sessions of the week: those a trainer holds, and those one is invited to."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        sessions, people = self.env["ops.training.session"], self.env["ops.training.attendee"]
        shown, order = ["name", "start"], "start, id"
        mine = [*self._home_week(), ("attendee_ids.employee_id.user_id", "=", self.env.uid)]
        searches = {
            **super()._home_searches(),
            "my_trainings": Wanted(sessions.sudo(), mine, shown, order),
            "my_exams": Wanted(people.sudo(), self._home_exams_due(), ["session_id", "result"]),
        }
        if self.env.user.has_group("ops_roles.group_trainer"):
            failed = [("result", "in", ("waiting", "failed"))]
            marks = ["display_name", "score", "attempts", "result"]
            searches["training_sessions"] = Wanted(sessions, self._home_week(), shown, order)
            searches["not_passed"] = Wanted(people, failed, marks, people._order)
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        cards += [self._home_my_trainings(), self._home_my_exams()]
        if self.env.user.has_group("ops_roles.group_trainer"):
            cards += [self._home_sessions(), self._home_not_passed()]
        return cards

    def _home_week(self):
        """Sessions not held yet that begin within seven days, or began before."""
        end = fields.Datetime.now() + timedelta(days=7)
        return [("state", "=", "planned"), ("start", "<", end)]

    def _home_my_trainings(self):
        return {
            "key": "my_trainings",
            "section": "today",
            "sequence": 40,
            "title": self.env._("My trainings this week"),
            "empty": self.env._("Trainings you are invited to within seven days appear here."),
            "action": "ops_roles.action_my_training",
            "items": [self._home_session(one) for one in self._home_found("my_trainings")],
        }

    def _home_sessions(self):
        return {
            "key": "training_sessions",
            "section": "today",
            "sequence": 20,
            "title": self.env._("Training sessions this week"),
            "empty": self.env._("Sessions to hold within seven days, and late ones, appear here."),
            "action": "ops_roles.action_training_session",
            "items": [self._home_session(one) for one in self._home_found("training_sessions")],
        }

    def _home_session(self, session):
        late = session.start < fields.Datetime.now()
        return {
            "label": session.name,
            "value": format_datetime(self.env, session.start, dt_format="short"),
            "state": "yellow" if late else "blue",
            "action": self._home_record(session),
        }

    def _home_exams_due(self):
        return [
            ("employee_id.user_id", "=", self.env.uid),
            ("presence", "=", "present"),
            ("session_id.state", "=", "held"),
            "|",
            "&",
            ("result", "=", "waiting"),
            ("session_id.exam_kind", "=", "survey"),
            "&",
            ("feedback_given", "=", False),
            ("session_id.feedback_id", "!=", False),
        ]

    def _home_my_exams(self):
        """Exams to take and feedback to give, opened in place."""
        today = fields.Date.context_today(self)
        return {
            "key": "my_exams",
            "section": "waiting",
            "sequence": 45,
            "title": self.env._("Exams and feedback"),
            "empty": self.env._("Exams to take and trainings to give feedback on appear here."),
            "action": "ops_roles.action_my_training",
            "items": [self._home_my_exam(one, today) for one in self._home_found("my_exams")],
        }

    def _home_my_exam(self, record, today):
        session = record.session_id
        exam = record.result == "waiting" and session.exam_kind == "survey"
        due = session.exam_due if exam else None
        return {
            "label": session.name,
            "value": format_date(self.env, due) if due else "",
            "state": "red" if due and due < today else "yellow" if exam else "blue",
            "action": self._home_record(record),
            "button": {
                "label": self.env._("Take the exam") if exam else self.env._("Give feedback"),
                "model": "ops.training.attendee",
                "method": "action_take_exam" if exam else "action_give_feedback",
                "args": [record.ids],
            },
        }

    def _home_not_passed(self):
        return {
            "key": "not_passed",
            "section": "waiting",
            "sequence": 50,
            "title": self.env._("Who has not passed"),
            "empty": self.env._("People with an exam to take or failed appear here."),
            "action": "ops_roles.action_not_passed",
            "items": [
                {
                    "label": one.display_name,
                    "value": f"{one.score:g} %" if one.attempts else "",
                    "state": "red" if one.result == "failed" else "yellow",
                    "action": self._home_record(one),
                }
                for one in self._home_found("not_passed")
            ],
        }

    def _home_record(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }
