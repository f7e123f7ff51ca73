from odoo import models


class CalendarEvent(models.Model):
    """The event of a planned activity: what is moved in the calendar moves in the plan."""

    _inherit = "calendar.event"

    def write(self, vals):
        result = super().write(vals)
        if {"name", "start", "stop", "location"} & vals.keys():
            items = self.env["ops.month.plan.item"].sudo()
            items.search([("event_id", "in", self.ids)])._follow_event()
        return result
