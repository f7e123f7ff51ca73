"""The month sheet of attendance: a line per person, a column per day."""

from datetime import timedelta

from odoo import api, models

from odoo.addons.ops_roles.core.report_book import Column, Sheet

from ..core.muster import totals


class OpsReportBuilder(models.AbstractModel):
    _inherit = "ops.report.builder"

    @api.model
    def _build_muster(self, department, date_from, date_to):
        """One sheet per branch in the department, from the sources of the musters themselves."""
        inside = [("department_id", "child_of", department.ids)]
        branches = self.env["ops.branch"].search(inside)
        cells = branches._muster_cells(date_from, date_to) if branches else []
        rows = {}
        for cell in cells:
            person = rows.setdefault(cell.branch_id, {}).setdefault(cell.employee_id, {})
            person[cell.day] = cell
        days = [date_from + timedelta(days=n) for n in range((date_to - date_from).days + 1)]
        return [
            self._muster_sheet(branch, rows.get(branch.id, {}), days)
            for branch in branches
            if rows.get(branch.id) or len(branches) == 1
        ]

    def _muster_sheet(self, branch, people, days):
        employees = self.env["hr.employee"].browse(people)
        lines = [self._muster_row(one, people[one.id], days) for one in employees.sorted("name")]
        signs = self._muster_signs()
        note = "  ".join(f"{sign} {label}" for sign, label in signs.values())
        return Sheet(branch.name, self._muster_columns(days), tuple(lines), notes=(note,))

    def _muster_row(self, person, cells, days):
        signs = self._muster_signs()
        marks = {f"d{day.day}": signs[cells[day].status][0] for day in days if day in cells}
        late = sum(cell.late_minutes for cell in cells.values())
        sums = totals(cell.status for cell in cells.values())
        domain = [
            ("employee_id", "=", person.id),
            ("date", ">=", days[0]),
            ("date", "<=", days[-1]),
        ]
        kinds = ("present", "late", "leave", "missing", "away")
        return {
            "name": person.name,
            **marks,
            **sums,
            "minutes": late,
            "_model": "ops.muster.line",
            "_domains": {kind: [*domain, ("status", "=", kind)] for kind in kinds},
        }

    def _muster_signs(self) -> dict:
        """Return ``{status: (sign in the sheet, what it means)}``."""
        statuses = self.env["ops.muster.line"]._fields["status"]._description_selection(self.env)
        signs = {
            "present": "√",
            "late": "△",
            "leave": "○",
            "missing": "×",
            "away": "→",
            "rest": "·",
            "expected": "",
        }
        return {key: (signs[key], label) for key, label in statuses if signs[key]} | {
            "expected": ("", "")
        }

    def _muster_columns(self, days):
        _ = self.env._
        return (
            Column("name", _("Person")),
            *(Column(f"d{day.day}", str(day.day)) for day in days),
            Column("present", _("Present"), "integer", _("days in time")),
            Column("late", _("Late"), "integer", _("days after the start of the shift")),
            Column("minutes", _("Minutes late"), "integer"),
            Column("leave", _("On leave"), "integer"),
            Column("missing", _("No check-in"), "integer"),
            Column("away", _("Posted elsewhere"), "integer"),
            Column("rate", _("Attendance rate"), "percent", _("days there / days owed less leave")),
        )
