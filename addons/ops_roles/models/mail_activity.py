from odoo import models
from odoo.exceptions import UserError


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """The to-do of an approval is done by signing, not by ticking it off."""
        kind = self.env.ref("ops_roles.mail_activity_type_approval", raise_if_not_found=False)
        if kind and kind in self.activity_type_id:
            raise UserError(self.env._("Open the document and approve or refuse it."))
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
