from odoo import api, models
from odoo.fields import Domain


class MailActivity(models.Model):
    _inherit = "mail.activity"

    @api.model
    def _handover_open(self, user):
        """Return the to-dos a user may pass on; approvals follow the role card by themselves."""
        approval = self.env.ref("ops_roles.mail_activity_type_approval", raise_if_not_found=False)
        domain = Domain("user_id", "=", user.id)
        if approval:
            domain &= Domain("activity_type_id", "!=", approval.id)
        return self.search(domain)

    @api.model
    def _handover_kind(self):
        return self.env._("To-do")

    def _handover_due(self):
        self.ensure_one()
        return self.date_deadline

    def _handover_move(self, giver, taker):
        self.write({"user_id": taker.id})
