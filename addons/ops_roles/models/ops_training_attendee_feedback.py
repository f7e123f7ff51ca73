from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsTrainingAttendee(models.Model):
    """The feedback of one person, given once."""

    _inherit = "ops.training.attendee"
    _guarded = ("feedback_given", "feedback_score", "feedback_input_id")

    feedback_given = fields.Boolean("Gave feedback", readonly=True, copy=False)
    feedback_score = fields.Float(
        "Feedback", readonly=True, copy=False, aggregator="avg", digits=(16, 2)
    )
    feedback_input_id = fields.Many2one(
        "survey.user_input",
        string="Feedback form",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="ops_roles.group_trainer",
    )
    may_give_feedback = fields.Boolean(compute="_compute_may_give_feedback")

    @api.depends("feedback_given", "presence", "session_id.state", "session_id.feedback_id")
    @api.depends_context("uid")
    def _compute_may_give_feedback(self):
        for one, record in zip(self, self.sudo(), strict=True):
            asked = record.session_state == "held" and record.session_id.feedback_id
            mine = record.employee_id.user_id == self.env.user and record.presence == "present"
            one.may_give_feedback = bool(asked and mine and not record.feedback_given)

    def action_give_feedback(self):
        """Open the feedback form of the user who asks."""
        self.ensure_one()
        self.check_access("read")
        if not self.may_give_feedback:
            raise UserError(self.env._("No feedback is asked of you here, or you gave it before."))
        mine = self.sudo()
        if not mine.feedback_input_id:
            mine.feedback_input_id = mine.session_id.feedback_id._create_answer(
                user=self.env.user, check_attempts=False, ops_attendee_id=self.id
            )
        url = mine.feedback_input_id.get_start_url()
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def _read_feedback(self, paper):
        """Take over the mean of the answers on a scale of a form just handed in (sudo)."""
        scores = paper.user_input_line_ids.filtered(lambda line: line.answer_type == "scale")
        values = scores.mapped("value_scale")
        self.write(
            {
                "feedback_given": True,
                "feedback_score": sum(values) / len(values) if values else 0.0,
            }
        )
        self.env["ops.home"]._notify(self.employee_id.user_id)
