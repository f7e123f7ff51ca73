from datetime import date, timedelta

from odoo import models
from odoo.fields import Domain

from ..core.period import midnight_utc
from ..core.workdays import is_workday, workday_after


class ResCompany(models.Model):
    """Working days of a company: its calendar, public holidays and worked weekends."""

    _inherit = "res.company"

    def _ops_works(self, around: date, days: int):
        """Return a function telling of a day whether this company works on it.

        Weekdays come from the company's working calendar; public holidays and worked weekends
        (调休) from its global time off. Exceptions are known within ``days`` of ``around``.
        """
        company, zone = self.sudo(), self._ops_tz()
        calendar = company.resource_calendar_id
        reach = timedelta(days=days)
        leaves = self.env["resource.calendar.leaves"].sudo()
        found = leaves.search(
            Domain("resource_id", "=", False)
            & Domain("company_id", "in", [self.id, False])
            & Domain("calendar_id", "in", [calendar.id, False])
            & Domain("date_to", ">=", midnight_utc(around - reach, zone))
            & Domain("date_from", "<=", midnight_utc(around + reach, zone))
        )
        weekdays = {int(line.dayofweek) for line in calendar.attendance_ids if line.hour_to}
        worked = found.filtered(lambda leave: leave.time_type == "other")
        rest, extra = (found - worked)._ops_days(zone), worked._ops_days(zone)
        return lambda day: is_workday(day, weekdays, rest, extra)

    def _ops_workdays_after(self, day: date, count: int) -> date:
        """Return the ``count``-th working day of this company after ``day``.

        Before it when ``count`` is negative; zero gives the first one on or after ``day``.
        """
        self.ensure_one()
        return workday_after(day, count, self._ops_works(day, 30 + 3 * abs(count)))
