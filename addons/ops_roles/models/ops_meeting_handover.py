from odoo import api, models
from odoo.fields import Command, Domain


class OpsMeeting(models.Model):
    """Meetings a person calls or records change hands until their minutes are sent."""

    _inherit = "ops.meeting"

    @api.model
    def _handover_open(self, user):
        """Return the meetings a user still has to hold or to record."""
        mine = Domain("caller_id", "=", user.id) | Domain("recorder_id", "=", user.id)
        return self.search(mine & Domain("state", "in", ("planned", "held")))

    @api.model
    def _handover_kind(self):
        return self.env._("Meeting")

    def _handover_due(self):
        self.ensure_one()
        return self.start.date()

    def _handover_move(self, giver, taker):
        """The taker calls or records in the giver's place and is invited; the giver stays so."""
        for meeting in self:
            vals = {
                name: taker.id for name in ("caller_id", "recorder_id") if meeting[name] == giver
            }
            if taker not in meeting.attendee_ids.user_id:
                vals["attendee_ids"] = [Command.create({"user_id": taker.id})]
            meeting.with_context(no_mail_to_attendees=True).write(vals)
