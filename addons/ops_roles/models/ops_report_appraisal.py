from datetime import timedelta

from odoo import api, models

from ..core.period import midnight_utc
from ..core.report_book import Chart, Column, Sheet


class OpsReportBuilder(models.AbstractModel):
    """The summary of the appraisals that were started in a period."""

    _inherit = "ops.report.builder"

    @api.model
    def _build_appraisals(self, department, date_from, date_to):
        """By department, by role and by grade; five grouped queries per table."""
        domain = self._appraisals_of(department, date_from, date_to)
        note = self.env._("Appraisals whose cycle was started within the period, as of now.")
        return [
            self._appraisal_sheet(self.env._("By department"), domain, "department_id", note),
            self._appraisal_sheet(self.env._("By role"), domain, "role_id", note),
            self._grade_sheet(domain),
        ]

    def _appraisals_of(self, department, first, last):
        zone = self.env.company._ops_tz()
        begin, end = midnight_utc(first, zone), midnight_utc(last + timedelta(days=1), zone)
        return [
            ("department_id", "child_of", department.ids),
            ("cycle_id.started_at", ">=", str(begin)),
            ("cycle_id.started_at", "<", str(end)),
        ]

    def _appraisal_parts(self) -> dict:
        """Return ``{column: what it counts}``."""
        return {
            "number": [],
            "scored": [("scored_at", "!=", False)],
            "appeals": [("appealed_at", "!=", False)],
            "changed": [("decision", "=", "changed")],
            "frozen": [("state", "=", "frozen")],
            "overdue": [("is_late", "=", True)],
        }

    def _appraisal_sheet(self, title, domain, key, note):
        appraisals = self.env["ops.appraisal"]
        parts = self._appraisal_parts()
        counts = {
            name: dict(appraisals._read_group([*domain, *part], [key], ["__count"]))
            for name, part in parts.items()
        }
        means = dict(appraisals._read_group([*domain, *parts["scored"]], [key], ["total:avg"]))
        rows = [
            {
                "name": one.display_name,
                **{name: counts[name].get(one, 0) for name in parts},
                "mean": means.get(one),
                "_model": "ops.appraisal",
                "_domains": {
                    name: [*domain, (key, "=", one.id), *part] for name, part in parts.items()
                },
            }
            for one in counts["number"]
        ]
        rows.append(self._appraisal_total(rows, domain, parts))
        series = ("mean",)
        chart = Chart("column", self.env._("Average total"), "name", series)
        return Sheet(title, self._appraisal_columns(title), tuple(rows), (chart,), (note,))

    def _appraisal_total(self, rows, domain, parts):
        scored = [*domain, *parts["scored"]]
        ((mean,),) = self.env["ops.appraisal"]._read_group(scored, [], ["total:avg"])
        return {
            "name": self.env._("Total"),
            **{name: sum(row[name] for row in rows) for name in parts},
            "mean": mean or None,
            "_model": "ops.appraisal",
            "_domains": {name: [*domain, *part] for name, part in parts.items()},
            "_total": True,
        }

    def _appraisal_columns(self, title):
        _ = self.env._
        return (
            Column("name", title),
            Column("number", _("People"), "integer", _("appraisals of the cycles started")),
            Column("scored", _("Scored"), "integer", _("with a total of the superior")),
            Column("mean", _("Average total"), "number", _("sum of totals / scored")),
            Column("appeals", _("Appeals"), "integer", _("those appealed against")),
            Column("changed", _("Changed"), "integer", _("scores changed on appeal")),
            Column("frozen", _("Frozen"), "integer", _("finished")),
            Column("overdue", _("Overdue"), "integer", _("a step past its day")),
        )

    def _grade_sheet(self, domain):
        scored = [*domain, ("grade", "!=", False)]
        rows = self.env["ops.appraisal"]._read_group(
            scored, ["grade"], ["__count", "total:min", "total:max"], order="grade"
        )
        series = ("number",)
        whole = sum(count for _grade, count, _low, _high in rows)
        _ = self.env._
        return Sheet(
            _("Distribution"),
            (
                Column("grade", _("Grade")),
                Column("number", _("People"), "integer"),
                Column("share", _("Share"), "percent", _("people / all with a grade")),
                Column("low", _("Lowest total"), "number"),
                Column("high", _("Highest total"), "number"),
            ),
            tuple(
                {
                    "grade": grade,
                    "number": count,
                    "share": count / whole,
                    "low": low,
                    "high": high,
                    "_model": "ops.appraisal",
                    "_domains": {"number": [*domain, ("grade", "=", grade)]},
                }
                for grade, count, low, high in rows
            ),
            (Chart("column", _("People by grade"), "grade", series),),
        )
