from odoo import api, fields, models
from odoo.exceptions import ValidationError

EXAMS = [("none", "No exam"), ("survey", "On line"), ("practical", "Practical, judged by teacher")]


class OpsCourse(models.Model):
    """How a course is examined, and how long passing it counts."""

    _inherit = "ops.course"

    exam_kind = fields.Selection(EXAMS, "Exam", default="none", required=True, tracking=True)
    exam_id = fields.Many2one(
        "survey.survey",
        string="Exam paper",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('scoring_type', '!=', 'no_scoring')]",
        help="A native survey with scores; its required score is the pass mark.",
        tracking=True,
    )
    pass_mark = fields.Float(
        "Pass mark (%)", related="exam_id.scoring_success_min", help="Per cent of the full score."
    )
    validity_months = fields.Integer(
        "Valid for (months)",
        tracking=True,
        help="How long the certificate counts after passing. Zero: for good.",
    )

    _validity_positive = models.Constraint(
        "CHECK(validity_months >= 0)", "Enter for how many months the certificate counts, or zero."
    )

    @api.constrains("exam_kind", "exam_id")
    def _check_exam(self):
        for course in self:
            if course.exam_kind == "survey" and not course.exam_id:
                raise ValidationError(
                    self.env._(
                        "%s: choose the exam paper, or another kind of exam.", course.display_name
                    )
                )
            course.exam_id.sudo()._ops_check_exam()

    def action_open_not_passed(self):
        """Open who attended the course and has not passed its exam."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_training_attendee")
        domain = [("course_id", "=", self.id), ("result", "in", ("waiting", "failed"))]
        return {**action, "domain": domain, "context": {}}
