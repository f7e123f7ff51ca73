from odoo import fields, models


class SurveyUserInput(models.Model):
    """Answers of an exam or of feedback count in the training record they belong to."""

    _inherit = "survey.user_input"

    ops_attendee_id = fields.Many2one(
        "ops.training.attendee",
        string="Training record",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="ops_roles.group_trainer",
    )

    def _mark_done(self):
        result = super()._mark_done()
        for paper in self.sudo().filtered("ops_attendee_id"):
            record = paper.ops_attendee_id
            if paper.survey_id == record.session_id.exam_id:
                record._read_exam(paper)
            elif paper.survey_id == record.session_id.feedback_id:
                record._read_feedback(paper)
        return result
