from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.period import midnight_utc


class OpsTrainingAttendee(models.Model):
    """The exam of one person: invited, taken in native survey or judged, and the certificate."""

    _inherit = "ops.training.attendee"
    _guarded = ("result", "score", "attempts", "exam_input_id", "passed_on", "valid_until")

    result = fields.Selection(
        [
            ("none", "No exam"),
            ("waiting", "To take"),
            ("failed", "Not passed"),
            ("passed", "Passed"),
        ],
        "Exam",
        default="none",
        required=True,
        readonly=True,
        copy=False,
    )
    score = fields.Float("Best score (%)", readonly=True, copy=False, aggregator="avg")
    attempts = fields.Integer("Attempts", readonly=True, copy=False)
    exam_input_id = fields.Many2one(
        "survey.user_input",
        string="Answers",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="ops_roles.group_trainer",
    )
    exam_kind = fields.Selection(string="Kind of exam", related="session_id.exam_kind")
    exam_due = fields.Date(related="session_id.exam_due")
    passed_on = fields.Date("Passed on", readonly=True, copy=False)
    valid_until = fields.Date("Certificate valid until", readonly=True, copy=False)
    resume_line_ids = fields.One2many("hr.resume.line", "ops_attendee_id", string="Certificate")
    may_take = fields.Boolean("May take the exam", compute="_compute_may_take")
    may_judge = fields.Boolean("May judge", compute="_compute_may_judge")

    _not_passed = models.Index("(result, session_start DESC) WHERE result IN ('waiting', 'failed')")

    @api.depends("result", "employee_id")
    @api.depends_context("uid")
    def _compute_may_take(self):
        for one in self:
            mine = one.sudo().employee_id.user_id == self.env.user
            one.may_take = mine and one.result == "waiting" and one.exam_kind == "survey"

    @api.depends("session_id")
    @api.depends_context("uid")
    def _compute_may_judge(self):
        for one in self:
            one.may_judge = one.session_id._may_keep()

    def action_take_exam(self):
        """Open the exam paper of the user who asks."""
        self.ensure_one()
        self.check_access("read")
        mine = self.sudo()
        if not self.may_take:
            raise UserError(self.env._("You have no exam to take here."))
        if not mine.exam_input_id or mine.exam_input_id.state == "done":
            mine._invite_exam()
        url = mine.exam_input_id.get_start_url()
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def action_retake(self):
        """Let those who failed take the exam again; the keeper's button."""
        self._check_judge()
        for one in self.sudo():
            if one.result != "failed":
                raise UserError(self.env._("%s has not failed.", one.display_name))
            one.session_id.exam_due = one.company_id._ops_workdays_after(
                one.company_id._ops_today(), 3
            )
            one._invite_exam()

    def action_pass(self):
        """Judge an exam as passed: a practical one, or of a person without a login."""
        self._check_practical()
        for one in self.sudo():
            one._judged(passed=True, score=100.0)

    def action_fail(self):
        """Judge such an exam as not passed."""
        self._check_practical()
        for one in self.sudo():
            one._judged(passed=False, score=0.0)

    def action_open_answers(self):
        """Open the answers of the exam in the native survey."""
        self.ensure_one()
        self._check_judge()
        if not self.exam_input_id:
            raise UserError(self.env._("%s has taken no exam on line.", self.display_name))
        return self.exam_input_id._get_records_action(name=self.display_name)

    def _check_judge(self):
        for one in self:
            if not one.session_id._may_keep():
                raise AccessError(
                    self.env._("%s: only who keeps the session does this.", one.display_name)
                )

    def _check_practical(self):
        self._check_judge()
        for one in self.sudo():
            on_line = one.exam_kind == "survey" and one.employee_id.user_id
            if on_line or one.result not in ("waiting", "failed"):
                raise UserError(
                    self.env._("%s has no exam to be judged by hand.", one.display_name)
                )

    def _invite_exam(self):
        """Let them take the exam (sudo); on line each gets a paper of his own."""
        for one in self:
            one.result = "waiting"
            done = not one.exam_input_id or one.exam_input_id.state == "done"
            if one.exam_kind == "survey" and one.employee_id.user_id and done:
                one.exam_input_id = one._new_paper()
        self.env["ops.home"]._notify(self.employee_id.user_id)

    def _new_paper(self):
        session = self.session_id
        end = midnight_utc(session.exam_due + timedelta(days=1), self.company_id._ops_tz())
        return session.exam_id._create_answer(
            user=self.employee_id.user_id,
            check_attempts=False,
            deadline=end,
            ops_attendee_id=self.id,
        )

    def _read_exam(self, paper):
        """Take over the result of a paper just handed in (sudo)."""
        self.exam_input_id = paper
        self._judged(paper.scoring_success, paper.scoring_percentage)

    def _judged(self, passed, score):
        """Record one attempt (sudo): the best score counts, and who passed stays passed."""
        vals = {"attempts": self.attempts + 1, "score": max(score, self.score)}
        if passed and self.result != "passed":
            vals.update(self._passed_vals())
        elif not passed and self.result != "passed":
            vals["result"] = "failed"
        self.write(vals)
        if passed:
            self._give_certificate()
        self.env["ops.home"]._notify(self.employee_id.user_id | self.session_id.trainer_id)

    def _passed_vals(self) -> dict:
        today = self.company_id._ops_today()
        months = self.course_id.validity_months
        return {
            "result": "passed",
            "passed_on": today,
            "valid_until": today + relativedelta(months=months) if months else False,
        }

    def _give_certificate(self):
        """Put the certificate into the native resume of the person, once."""
        if self.resume_line_ids:
            return
        self.env["hr.resume.line"].sudo().create(
            {
                "employee_id": self.employee_id.id,
                "name": self.session_id.name,
                "line_type_id": self.env.ref("hr_skills.resume_type_training").id,
                "course_type": "ops",
                "date_start": self.passed_on,
                "date_end": self.valid_until,
                "duration": round(self.session_id.duration),
                "ops_attendee_id": self.id,
            }
        )
