from odoo import api, fields, models
from odoo.fields import Command


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model
    def _handover_open(self, user):
        """Return the coming meetings a user holds."""
        return self.search([("user_id", "=", user.id), ("stop", ">=", fields.Datetime.now())])

    @api.model
    def _handover_kind(self):
        return self.env._("Meeting")

    def _handover_due(self):
        self.ensure_one()
        return self.start_date or self.start.date()

    def _handover_move(self, giver, taker):
        """The taker holds the meeting and is invited; the giver stays invited."""
        self.with_context(no_mail_to_attendees=True, mail_notify_author=False).write(
            {"user_id": taker.id, "partner_ids": [Command.link(taker.partner_id.id)]}
        )
