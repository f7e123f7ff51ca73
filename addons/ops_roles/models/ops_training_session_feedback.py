from odoo import api, fields, models


class OpsTrainingSession(models.Model):
    """What those who were present think of the session: a native survey with scales."""

    _inherit = "ops.training.session"

    feedback_id = fields.Many2one(
        "survey.survey",
        string="Feedback form",
        ondelete="restrict",
        index="btree_not_null",
        default=lambda self: self.env.ref("ops_roles.survey_training_feedback", False),
        help="Its questions with a scale make the average. Empty: no feedback is asked for.",
    )
    feedback_count = fields.Integer(
        "Feedback given", compute="_compute_feedback", compute_sudo=True
    )
    feedback_average = fields.Float(
        "Average of the feedback",
        compute="_compute_feedback",
        compute_sudo=True,
        digits=(16, 2),
        help="Mean of the means of each person over the questions with a scale.",
    )

    @api.depends("attendee_ids.feedback_given", "attendee_ids.feedback_score")
    def _compute_feedback(self):
        counted = self.env["ops.training.attendee"]._read_group(
            [("session_id", "in", self.ids), ("feedback_given", "=", True)],
            ["session_id"],
            ["__count", "feedback_score:avg"],
        )
        found = {session.id: figures for session, *figures in counted}
        for session in self:
            count, average = found.get(session.id, (0, 0.0))
            session.feedback_count, session.feedback_average = count, average
