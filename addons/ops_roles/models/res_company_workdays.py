from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import models
from odoo.fields import Domain

from ..core.period import midnight_utc
from ..core.workdays import is_workday, moment_after, workday_after


class ResCompany(models.Model):
    """Working days of a company: its calendar, public holidays and worked weekends."""

    _inherit = "res.company"

    def _ops_works(self, around: date, days: int):
        """Return a function telling of a day whether this company works on it.

        Weekdays come from the company's working calendar; public holidays and worked weekends
        (调休) from its global time off. Exceptions are known within ``days`` of ``around``.
        """
        calendar = self.sudo().resource_calendar_id
        weekdays = {int(line.dayofweek) for line in calendar.attendance_ids if line.hour_to}
        rest, extra = self._ops_exceptions(around, days)
        return lambda day: is_workday(day, weekdays, rest, extra)

    def _ops_exceptions(self, around: date, days: int) -> tuple:
        """Return the public holidays and the worked weekends (two sets) near ``around``."""
        company, zone = self.sudo(), self._ops_tz()
        reach = timedelta(days=days)
        found = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("resource_id", "=", False)
                & Domain("company_id", "in", [self.id, False])
                & Domain("calendar_id", "in", [company.resource_calendar_id.id, False])
                & Domain("date_to", ">=", midnight_utc(around - reach, zone))
                & Domain("date_from", "<=", midnight_utc(around + reach, zone))
            )
        )
        worked = found.filtered(lambda leave: leave.time_type == "other")
        return (found - worked)._ops_days(zone), worked._ops_days(zone)

    def _ops_workdays_after(self, day: date, count: int) -> date:
        """Return the ``count``-th working day of this company after ``day``.

        Before it when ``count`` is negative; zero gives the first one on or after ``day``.
        """
        self.ensure_one()
        return workday_after(day, count, self._ops_works(day, 30 + 3 * abs(count)))

    def _ops_moment_after(self, moment: datetime, hours: float) -> datetime:
        """Return the moment (naive UTC) by which the company has worked ``hours`` from ``moment``.

        A worked weekend has the hours of the first working day of the week. A calendar without
        hours counts around the clock.
        """
        self.ensure_one()
        shifts = self._ops_shifts()
        if not shifts:
            return moment + timedelta(hours=hours)
        zone, usual = ZoneInfo(self._ops_tz()), shifts[min(shifts)]
        start = moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
        days = 30 + int(hours)  # at least an hour is worked in a day; holidays are shorter
        works = self._ops_works(start.date(), days)
        end = moment_after(start, hours, works, lambda day: shifts.get(day.weekday(), usual))
        return end.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)

    def _ops_shifts(self) -> dict:
        """Return ``{weekday: [(hour from, hour to)]}`` of the company's calendar."""
        shifts = {}
        for line in self.sudo().resource_calendar_id.attendance_ids:
            if line.hour_to > line.hour_from and line.day_period != "lunch":
                hours = shifts.setdefault(int(line.dayofweek), set())
                hours.add((line.hour_from, line.hour_to))
        return {weekday: sorted(hours) for weekday, hours in shifts.items()}
