from datetime import timedelta
from functools import cache, partial

from odoo import api, fields, models
from odoo.models import READ_GROUP_TIME_GRANULARITY


class Base(models.AbstractModel):
    """Days, weeks and months by which rows are grouped, written as Chinese readers write them.

    Odoo has one order of day, month and year for all languages.
    """

    _inherit = "base"

    @api.model
    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        name, _colon, granularity = groupby_spec.rpartition(":")
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if granularity not in self._group_dates() or not (self.env.lang or "").startswith("zh"):
            return formatter
        field = self._fields.get(name)
        if field and field.type == "date":
            return cache(partial(self._format_date_group, name, granularity))

        def format_date(value):
            found, domain = formatter(value)
            if isinstance(found, tuple) and hasattr(value, "isocalendar"):
                found = (found[0], self._group_date(granularity, value))
            return found, domain

        return format_date

    @api.model
    def _format_date_group(self, name, granularity, value):
        """What Odoo's formatter of dates gives, without the English name Babel takes long for."""
        if not value:
            return value, [(name, "=", value)]
        start, end = (
            fields.Date.to_string(day)
            for day in (value, value + READ_GROUP_TIME_GRANULARITY[granularity])
        )
        domain = ["&", (name, ">=", start), (name, "<", end)]
        return (start, self._group_date(granularity, value)), domain

    @api.model
    def _group_dates(self):
        """How a group of rows by date is named, by granularity."""
        return {
            "day": self.env._("%(month)s/%(day)s/%(year)s"),
            "week": self.env._("week %(week)s of %(week_year)s"),
            "month": self.env._("%(month)s/%(year)s"),
            "quarter": self.env._("quarter %(quarter)s of %(year)s"),
        }

    @api.model
    def _group_date(self, granularity, value):
        """The name of the group that starts at a date, or time, of the user's time zone."""
        # Weeks start on Monday or Sunday by language: their middle is in one week of the year.
        week_year, week, _weekday = (value + timedelta(days=3)).isocalendar()
        return self._group_dates()[granularity] % {
            "year": value.year,
            "quarter": (value.month + 2) // 3,
            "month": value.month,
            "day": value.day,
            "week_year": week_year,
            "week": week,
        }
