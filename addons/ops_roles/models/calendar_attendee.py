from odoo import models

from ..fields import ConfidentialChar


class CalendarAttendee(models.Model):
    _inherit = "calendar.attendee"

    phone = ConfidentialChar()
