from datetime import timedelta

from odoo import api, fields, models

from ..core.period import midnight_utc
from ..core.report_book import Chart, Column, Sheet
from ..core.training_figures import Group, tally


class OpsReportBuilder(models.AbstractModel):
    _inherit = "ops.report.builder"

    @api.model
    def _build_training(self, department, date_from, date_to):
        """Sessions held in the period: by department of the people, and by course or topic."""
        held = self._training_domain(department, date_from, date_to)
        groups = self._training_groups(held)
        charts = (
            Chart(
                "column",
                self.env._("Attendance rate and pass rate"),
                "name",
                ("attendance", "pass_rate"),
            ),
        )
        return [
            self._training_sheet(self.env._("By department"), groups, "department", held, charts),
            self._training_sheet(self.env._("By course"), groups, "course", held, charts),
        ]

    def _training_domain(self, department, date_from, date_to):
        zone = self.env.company._ops_tz()
        end = midnight_utc(date_to + timedelta(days=1), zone)
        return [
            ("department_id", "child_of", department.ids),
            ("session_id.state", "=", "held"),
            ("session_start", ">=", fields.Datetime.to_string(midnight_utc(date_from, zone))),
            ("session_start", "<", fields.Datetime.to_string(end)),
        ]

    def _training_groups(self, domain):
        """Return ``[(department, session, Group)]`` of the records, by one grouped query."""
        found = self.env["ops.training.attendee"]._read_group(
            domain, ["department_id", "session_id", "presence", "result"], ["__count"]
        )
        return [
            (place, session, Group(session.id, presence, result, count, session.cost_per_head))
            for place, session, presence, result, count in found
        ]

    def _training_sheet(self, title, groups, kind, domain, charts):
        rows = {}
        for place, session, group in groups:
            course = session.course_id
            known = {
                "department": (place.name, ("department_id", "=", place.id)),
                "course": (
                    course.display_name or session.name,
                    ("course_id", "=", course.id)
                    if course
                    else ("session_id.name", "=", session.name),
                ),
            }
            rows.setdefault(known[kind], []).append(group)
        lines = [
            self._training_row(name, mine, [*domain, leaf])
            for (name, leaf), mine in sorted(rows.items(), key=lambda one: str(one[0]))
        ]
        total = self._training_row(self.env._("Total"), [one for *_key, one in groups], domain)
        columns = self._training_columns()
        return Sheet(title, columns, (*lines, {**total, "_total": True}), charts)

    def _training_row(self, name, groups, domain):
        parts = {
            "invited": [],
            "present": [("presence", "=", "present")],
            "examined": [("result", "!=", "none")],
            "passed": [("result", "=", "passed")],
        }
        return {
            "name": name,
            **tally(groups),
            "_model": "ops.training.attendee",
            "_domains": {key: [*domain, *part] for key, part in parts.items()},
        }

    def _training_columns(self):
        _ = self.env._
        return (
            Column("name", _("Name")),
            Column("sessions", _("Sessions"), "integer", _("held within the period")),
            Column("invited", _("Invited"), "integer"),
            Column("present", _("Attended"), "integer"),
            Column("attendance", _("Attendance rate"), "percent", _("attended / invited")),
            Column("examined", _("Examined"), "integer", _("those who had to take the exam")),
            Column("passed", _("Passed"), "integer"),
            Column("pass_rate", _("Pass rate"), "percent", _("passed / examined")),
            Column("cost", _("Cost"), "money", _("cost per head of each session × attended")),
            Column("per_head", _("Cost per head"), "money", _("cost / attended")),
        )
