from odoo.addons.survey.controllers.main import Survey


class TrainingSurvey(Survey):
    """Another attempt at an exam counts for the same training record."""

    def _prepare_retry_additional_values(self, answer):
        values = super()._prepare_retry_additional_values(answer)
        return {**values, "ops_attendee_id": answer.ops_attendee_id.id}
