from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .ops_course_exam import EXAMS

#: Working days of the company for an exam on line, after the session.
EXAM_DAYS = 3


class OpsTrainingSession(models.Model):
    """The exam at the end of a session: those present are invited to it as it is held."""

    _inherit = "ops.training.session"

    exam_kind = fields.Selection(
        EXAMS,
        "Exam",
        compute="_compute_exam",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    exam_id = fields.Many2one(
        "survey.survey",
        string="Exam paper",
        compute="_compute_exam",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('scoring_type', '!=', 'no_scoring')]",
    )
    exam_due = fields.Date("Exam to be taken by", readonly=True, copy=False)
    passed_count = fields.Integer("Passed", compute="_compute_results", compute_sudo=True)
    not_passed_count = fields.Integer("Not passed", compute="_compute_results", compute_sudo=True)
    pass_rate = fields.Float(
        "Pass rate",
        compute="_compute_results",
        compute_sudo=True,
        help="Passed / those who had to take the exam.",
    )

    @api.depends("course_id")
    def _compute_exam(self):
        for session in self:
            course = session.course_id
            session.exam_kind = course.exam_kind or session.exam_kind or "none"
            session.exam_id = course.exam_id if course else session.exam_id

    @api.depends("attendee_ids.result")
    def _compute_results(self):
        counted = self.env["ops.training.attendee"]._read_group(
            [("session_id", "in", self.ids), ("result", "!=", "none")],
            ["session_id", "result"],
            ["__count"],
        )
        counts = {(session.id, result): count for session, result, count in counted}
        for session in self:
            passed = counts.get((session.id, "passed"), 0)
            left = counts.get((session.id, "waiting"), 0) + counts.get((session.id, "failed"), 0)
            session.passed_count, session.not_passed_count = passed, left
            session.pass_rate = passed / (passed + left or 1)

    @api.constrains("exam_kind", "exam_id")
    def _check_exam(self):
        for session in self:
            if session.exam_kind == "survey" and not session.exam_id:
                raise ValidationError(
                    self.env._(
                        "“%s”: choose the exam paper, or another kind of exam.", session.name
                    )
                )
            session.exam_id.sudo()._ops_check_exam()

    def action_invite_exam(self):
        """Invite those present who have neither passed nor an exam open; the keeper's button."""
        self._check_keeper()
        for session in self.sudo():
            if session.state != "held" or session.exam_kind == "none":
                raise UserError(
                    self.env._(
                        "“%s”: the exam opens once the attendance is closed, and where one is set.",
                        session.name,
                    )
                )
            session._open_exam()

    def action_open_not_passed(self):
        """Open who has not passed yet."""
        self.ensure_one()
        action = self.action_open_attendees()
        left = ("result", "in", ("waiting", "failed"))
        return {**action, "domain": [("session_id", "=", self.id), left]}

    def _after_held(self):
        super()._after_held()
        if self.exam_kind != "none":
            self._open_exam()

    def _open_exam(self):
        """Let those present take the exam (sudo); who has an open paper gets no second one."""
        company = self.company_id
        self.exam_due = company._ops_workdays_after(company._ops_today(), EXAM_DAYS)
        present = self.attendee_ids.filtered(
            lambda one: one.presence == "present" and one.result != "passed"
        )
        present._invite_exam()

    def _check_open(self, vals):
        super()._check_open(vals)
        if not self.env.su and {"exam_kind", "exam_id"} & vals.keys():
            self._expect("planned")
