from datetime import timedelta

from odoo import api, models


class Base(models.AbstractModel):
    """Days, weeks and months by which rows are grouped, written as Chinese readers write them.

    Odoo has one order of day, month and year for all languages.
    """

    _inherit = "base"

    @api.model
    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        granularity = groupby_spec.rpartition(":")[2]
        if granularity not in self._group_dates() or not (self.env.lang or "").startswith("zh"):
            return formatter

        def format_date(value):
            found, domain = formatter(value)
            if isinstance(found, tuple) and hasattr(value, "isocalendar"):
                found = (found[0], self._group_date(granularity, value))
            return found, domain

        return format_date

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
