from odoo import models
from odoo.exceptions import UserError

#: To-dos that a button of their record fulfils; ticking them off would prove nothing.
BY_BUTTON = (
    "ops_roles.activity_document_read",
    "ops_roles.activity_letter",
    "ops_roles.activity_letter_read",
    "ops_roles.activity_summary",
    "ops_roles.activity_summary_read",
    "ops_roles.activity_proposal",
    "ops_roles.activity_appraisal_self",
    "ops_roles.activity_appraisal_score",
    "ops_roles.activity_appraisal_confirm",
    "ops_roles.activity_appraisal_appeal",
    "ops_roles.activity_request",
)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Reading is done by signing, a summary by handing it in; not by ticking off the to-do."""
        if self.activity_type_id & self._ops_by_button():
            raise UserError(self.env._("Open it and use its own button: that fulfils the to-do."))
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def _ops_by_button(self):
        kinds = [self.env.ref(name, raise_if_not_found=False) for name in BY_BUTTON]
        return self.env["mail.activity.type"].browse([kind.id for kind in kinds if kind])
