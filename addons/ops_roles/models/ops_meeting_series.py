from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class OpsMeetingSeries(models.Model):
    """A meeting that comes again: its agenda and attendees are copied to the next one."""

    _name = "ops.meeting.series"
    _description = "Series of meetings"
    _inherit = ["ops.scoped.mixin"]
    _order = "name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    weeks = fields.Integer("Every so many weeks", required=True, default=1)
    first_start = fields.Datetime("First begins", required=True)
    duration = fields.Float("Hours", required=True, default=1.0)
    location = fields.Char("Location")
    owner_id = fields.Many2one(
        "res.users", string="Called by", required=True, default=lambda self: self.env.user
    )
    recorder_id = fields.Many2one(
        "res.users", string="Recorder", required=True, default=lambda self: self.env.user
    )
    invited_ids = fields.Many2many("res.users", string="Invited")
    item_ids = fields.One2many("ops.meeting.series.item", "series_id", string="Agenda", copy=True)
    meeting_ids = fields.One2many("ops.meeting", "series_id", string="Meetings")

    _rhythm = models.Constraint("CHECK(weeks > 0)", "A series comes every week or later.")

    def write(self, vals):
        self._check_owner()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_own(self):
        self._check_owner()

    def action_call_next(self):
        """Call the next meeting of this series; the owner's or recorder's button."""
        self.ensure_one()
        self.check_access("read")
        self._check_owner()
        return self._call_next()._get_records_action()

    def _check_owner(self):
        for series in self.sudo():
            if not self.env.su and self.env.user not in (series.owner_id, series.recorder_id):
                raise AccessError(
                    self.env._("Only who calls or records the series keeps it and calls a meeting.")
                )

    @api.model
    def _meeting_vals(self, start=None):
        """Return the values a new meeting takes from the series, for a form or a record."""
        return {
            "name": self.name,
            "start": start or self._next_start(),
            "duration": self.duration,
            "location": self.location,
            "recorder_id": self.recorder_id.id,
            "department_id": self.department_id.id,
            "attendee_ids": [
                Command.clear(),
                *(Command.create({"user_id": user.id}) for user in self.invited_ids),
            ],
            "agenda_ids": [
                Command.clear(),
                *(Command.create(item._agenda_vals()) for item in self.item_ids),
            ],
        }

    def _next_start(self):
        """Return the first time of the rhythm after the last meeting and after now."""
        last = self.meeting_ids.filtered(lambda one: one.state != "cancelled")[:1].start
        start, now = last or self.first_start, fields.Datetime.now()
        while (last and start <= last) or start <= now:
            start += timedelta(weeks=self.weeks)
        return start

    def _call_next(self):
        if not self:
            raise UserError(self.env._("This meeting belongs to no series."))
        return self.env["ops.meeting"].create({**self._meeting_vals(), "series_id": self.id})
