from odoo import api, models
from odoo.exceptions import UserError


class CalendarEvent(models.Model):
    """The event of a training session: who keeps the session moves it, nobody else."""

    _inherit = "calendar.event"

    def write(self, vals):
        moved = {"start", "stop"} & vals.keys()
        sessions = self._ops_sessions() if moved and not self.env.su else None
        if sessions:
            sessions.with_env(self.env)._check_keeper()
        result = super().write(vals)
        if sessions:
            sessions._follow_event()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_without_session(self):
        session = self._ops_sessions()[:1]
        if session:
            raise UserError(
                self.env._(
                    "“%s” belongs to a training session. Call the session off there.", session.name
                )
            )

    @api.model
    def _handover_open(self, user):
        """A session changes hands as such, and its event with it."""
        events = super()._handover_open(user)
        return events - events._ops_sessions().event_id

    def _ops_sessions(self):
        return self.env["ops.training.session"].sudo().search([("event_id", "in", self.ids)])
