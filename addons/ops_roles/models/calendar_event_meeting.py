from odoo import api, models
from odoo.exceptions import UserError


class CalendarEvent(models.Model):
    """The event of a meeting with minutes: what is moved in the calendar moves there too."""

    _inherit = "calendar.event"

    def write(self, vals):
        result = super().write(vals)
        if {"name", "start", "stop", "location"} & vals.keys():
            self._ops_meetings()._follow_event()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_without_meeting(self):
        meeting = self._ops_meetings()[:1]
        if meeting:
            raise UserError(
                self.env._(
                    "“%(name)s” belongs to a meeting with minutes. Cancel it there.",
                    name=meeting.name,
                )
            )

    @api.model
    def _handover_open(self, user):
        """A meeting with minutes changes hands as such, and its event with it."""
        events = super()._handover_open(user)
        return events - events._ops_meetings().event_id

    def _ops_meetings(self):
        return self.env["ops.meeting"].sudo().search([("event_id", "in", self.ids)])
