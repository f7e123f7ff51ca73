from odoo import api, models
from odoo.fields import Domain

#: To-dos that go with the role card or the directive, or that only the person himself can do.
FOLLOWING = (
    "ops_roles.mail_activity_type_approval",
    "ops_roles.activity_directive",
    "ops_roles.activity_minutes",
    "ops_roles.activity_incident",
    "ops_roles.activity_document_read",
    "ops_roles.activity_letter_read",
    "ops_roles.activity_summary",
    "ops_roles.activity_summary_read",
    "ops_roles.activity_proposal",
    "ops_roles.activity_appraisal_self",
    "ops_roles.activity_appraisal_confirm",
    "ops_roles.activity_appraisal_appeal",
    "ops_roles.activity_request",
)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    def _handover_open(self, user):
        """Return the to-dos a user may pass on; others follow their document or person."""
        own = [self.env.ref(name, raise_if_not_found=False) for name in FOLLOWING]
        ids = [kind.id for kind in own if kind]
        return self.search(
            Domain("user_id", "=", user.id) & Domain("activity_type_id", "not in", ids)
        )

    @api.model
    def _handover_kind(self):
        return self.env._("To-do")

    def _handover_due(self):
        self.ensure_one()
        return self.date_deadline

    def _handover_move(self, giver, taker):
        self.write({"user_id": taker.id})
