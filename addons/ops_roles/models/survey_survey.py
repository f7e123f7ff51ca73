from odoo import models
from odoo.exceptions import ValidationError


class SurveySurvey(models.Model):
    """A native survey used as an exam paper."""

    _inherit = "survey.survey"

    def _ops_check_exam(self):
        """Refuse a paper that has no questions, gives no score or is open to everybody.

        :raise ValidationError: naming the paper and what to change in it
        """
        for survey in self:
            if survey.scoring_type == "no_scoring" or not survey.question_ids:
                raise ValidationError(
                    self.env._(
                        "“%s” is no exam paper yet: give it questions with scores and a required"
                        " score in the Surveys app.",
                        survey.title,
                    )
                )
