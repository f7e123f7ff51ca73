from odoo import fields, models
from odoo.fields import Command


class OpsEventMixin(models.AbstractModel):
    """A record around a native calendar event; each follows the other while it is planned.

    The model has ``name``, ``location`` and ``state``, ``planned`` as long as it may be moved. It
    calls ``_sync_event`` when what the event repeats has changed. ``start`` is naive UTC,
    ``duration`` in hours.
    """

    _name = "ops.event.mixin"
    _description = "Around a calendar event"
    _guarded = ("event_id",)

    #: Taken over from the calendar when it is changed there.
    _event_follows = ("name", "start", "duration", "location")

    event_id = fields.Many2one(
        "calendar.event", string="In the calendar", readonly=True, copy=False, index=True
    )
    start = fields.Datetime("Begins", required=True, index=True, tracking=True)
    duration = fields.Float("Hours", required=True, default=1.0)

    def _event_organiser(self):
        """Return the user whose calendar it stands in."""
        raise NotImplementedError

    def _event_partners(self):
        """Return the partners who are invited."""
        raise NotImplementedError

    def _event_vals(self) -> dict:
        return {
            "name": self.name,
            "start": self.start,
            "stop": fields.Datetime.add(self.start, hours=self.duration),
            "location": self.location,
            "user_id": self._event_organiser().id,
            "partner_ids": [Command.set(self._event_partners().ids)],
        }

    def _sync_event(self):
        """Keep the native events in line; they invite who takes part."""
        for record in self.sudo():
            vals = record._event_vals()
            if record.event_id:
                record.event_id.write(vals)
            else:
                record.event_id = self.env["calendar.event"].sudo().create(vals)

    def _follow_event(self):
        """Take over what was changed in the calendar, as long as it is to come."""
        for record in self.filtered(lambda one: one.state == "planned"):
            event = record.event_id
            now = {
                "name": event.name,
                "start": event.start,
                "duration": (event.stop - event.start).total_seconds() / 3600,
                "location": event.location,
            }
            followed = {name: now[name] for name in self._event_follows}
            changed = {name: value for name, value in followed.items() if record[name] != value}
            if changed:
                record.write(changed)
