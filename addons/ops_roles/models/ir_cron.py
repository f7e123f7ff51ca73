from odoo import models


class IrCron(models.Model):
    """Scheduled actions write to people: in the language of the company, not in the source's."""

    _inherit = "ir.cron"

    def _callback(self, cron_name, server_action_id):
        lang = self.env.lang or self.env.company.partner_id.lang or self.env.user.lang
        speaking = self.with_context(lang=lang) if lang else self
        return super(IrCron, speaking)._callback(cron_name, server_action_id)
