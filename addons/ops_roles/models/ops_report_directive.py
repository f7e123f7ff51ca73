from datetime import timedelta

from odoo import api, fields, models

from ..core.period import midnight_utc
from ..core.report_book import Chart, Column, Sheet

COUNTS = ("issued", "due", "closed", "on_time", "late", "open", "overdue", "returned", "extended")


class OpsReportBuilder(models.AbstractModel):
    _inherit = "ops.report.builder"

    @api.model
    def _build_directives(self, department, date_from, date_to):
        """Directives of the period, department by department, from ``_monthly_figures``."""
        departments = self._departments(department)
        figures = self.env["ops.directive"]._monthly_figures(departments, date_from, date_to)
        domains = self._directive_domains(date_from, date_to)
        rows = [
            self._directive_row(one.name, one.ids, figures[one.id], domains)
            for one in departments
            if any(figures[one.id].values())
        ]
        total = {name: sum(row[name] for row in rows) for name in COUNTS}
        rows.append(
            {
                **self._directive_row(self.env._("Total"), departments.ids, total, domains),
                "_total": True,
            }
        )
        return [
            Sheet(
                self.env._("Directives"),
                self._directive_columns(),
                tuple(rows),
                (
                    Chart(
                        "column",
                        self.env._("Closed on time and late, still overdue"),
                        "department",
                        ("on_time", "late", "overdue"),
                    ),
                ),
                (self.env._("A directive counts once per person who has to carry it out."),),
            )
        ]

    def _directive_row(self, name, department_ids, figures, domains):
        inside = [("department_id", "in", department_ids)]
        return {
            "department": name,
            **{name: int(figures[name]) for name in COUNTS},
            "rate": figures["on_time"] / figures["closed"] if figures["closed"] else None,
            "_model": "ops.directive.line",
            "_domains": {key: inside + domain for key, domain in domains.items()},
        }

    def _directive_columns(self):
        _ = self.env._
        return (
            Column("department", _("Department")),
            Column("issued", _("Conveyed"), "integer", _("conveyed within the period")),
            Column("due", _("Fell due"), "integer", _("to be done by a day of the period")),
            Column("closed", _("Closed"), "integer", _("accepted within the period")),
            Column("on_time", _("On time"), "integer", _("closed ones reported done by their day")),
            Column("late", _("Late"), "integer", _("closed ones reported done after their day")),
            Column("rate", _("On-time rate"), "percent", _("on time / closed")),
            Column("open", _("Open"), "integer", _("not closed at the end of the period")),
            Column("overdue", _("Overdue"), "integer", _("open ones past their day at its end")),
            Column("returned", _("Returns"), "integer", _("times closed ones were sent back")),
            Column("extended", _("More time"), "integer", _("times granted to those fallen due")),
        )

    def _directive_domains(self, first, last):
        """What opens behind a figure, counted as the figure is."""
        zone = self.env.company._ops_tz()
        begin, end = (
            fields.Datetime.to_string(midnight_utc(day, zone))
            for day in (first, last + timedelta(days=1))
        )
        known = [("state", "not in", ["draft", "cancelled"])]
        left = ["|", ("closed_at", "=", False), ("closed_at", ">=", end), ("issued_at", "<", end)]
        closed = [("closed_at", ">=", begin), ("closed_at", "<", end)]
        return {
            "issued": [*known, ("issued_at", ">=", begin), ("issued_at", "<", end)],
            "due": [*known, ("due", ">=", first), ("due", "<=", last)],
            "closed": known + closed,
            "open": known + left,
            "overdue": [*known, *left, ("due", "<", last)],
            "returned": [*known, *closed, ("return_count", ">", 0)],
        }
