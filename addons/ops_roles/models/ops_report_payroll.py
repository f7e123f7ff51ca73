from odoo import api, models
from odoo.exceptions import UserError

from ..core.report_book import Column, Sheet


class OpsReportBuilder(models.AbstractModel):
    """What payroll gets: frozen results of a period, and the approved rewards and penalties."""

    _inherit = "ops.report.builder"

    @api.model
    def _build_payroll(self, department, date_from, date_to):
        """One row per person appraised or rewarded.

        :raise UserError: while an appraisal of the period is not frozen, or there is none
        """
        inside = [("department_id", "child_of", department.ids)]
        sheets = self._frozen_sheets(inside, date_from, date_to)
        effects = self._reward_sums(inside, date_from, date_to)
        by_person = {sheet.employee_id: sheet for sheet in sheets}
        people = sorted(
            {*by_person, *(person for person, _kind in effects)},
            key=lambda one: (one.department_id.complete_name or "", one.name, one.id),
        )
        numbers = self.env["hr.employee"].browse([one.id for one in people])
        rows = [
            self._payroll_row(one, by_person.get(one), effects, number.barcode)
            for one, number in zip(people, numbers, strict=True)
        ]
        rows.append(self._payroll_total(rows))
        note = self.env._("Net = rewards − penalties, in the currency of the company.")
        return [Sheet(self.env._("Payroll"), self._payroll_columns(), tuple(rows), (), (note,))]

    def _frozen_sheets(self, inside, first, last):
        sheets = self.env["ops.appraisal"].search(
            [*inside, ("date_from", "=", first), ("date_to", "=", last)]
        )
        waiting = sheets.filtered(lambda sheet: sheet.state != "frozen")
        if not sheets or waiting:
            raise UserError(
                self.env._(
                    "%(waiting)s of %(all)s appraisals of this period are not frozen. The payroll"
                    " list is made when all of them are.",
                    waiting=len(waiting),
                    all=len(sheets),
                )
            )
        return sheets

    def _reward_sums(self, inside, first, last) -> dict:
        """Return ``{(employee, kind): (amount, points)}`` of what is approved."""
        rows = self.env["ops.reward"]._read_group(
            [
                *inside,
                ("approval_state", "=", "approved"),
                ("month", ">=", first),
                ("month", "<=", last),
            ],
            ["employee_id", "kind"],
            ["amount:sum", "points:sum"],
        )
        return {(person, kind): (amount, points) for person, kind, amount, points in rows}

    def _payroll_row(self, person, sheet, effects, number):
        reward, more = effects.get((person, "reward"), (0.0, 0.0))
        penalty, less = effects.get((person, "penalty"), (0.0, 0.0))
        mine = [("employee_id", "=", person.id), ("approval_state", "=", "approved")]
        return {
            "number": number or f"#{person.id}",
            "name": person.name,
            "department": person.department_id.name or "",
            "role": sheet.role_id.name if sheet else "",
            "score": sheet.total if sheet else None,
            "grade": sheet.grade or "" if sheet else "",
            "coefficient": sheet.coefficient if sheet else None,
            "rewards": reward,
            "penalties": penalty,
            "net": reward - penalty,
            "points": more - less,
            "_model": "ops.reward",
            "_domains": {
                "rewards": [*mine, ("kind", "=", "reward")],
                "penalties": [*mine, ("kind", "=", "penalty")],
            },
        }

    def _payroll_total(self, rows):
        sums = ("rewards", "penalties", "net", "points")
        return {
            "number": self.env._("Total"),
            **{name: sum(row[name] for row in rows) for name in sums},
            "_total": True,
        }

    def _payroll_columns(self):
        _ = self.env._
        return (
            Column(
                "number",
                _("Employee no."),
                "text",
                _("badge of the employee; # and number without one"),
            ),
            Column("name", _("Full name")),
            Column("department", _("Department")),
            Column("role", _("Role")),
            Column("score", _("Score"), "number", _("total of the frozen score sheet")),
            Column("grade", _("Grade")),
            Column("coefficient", _("Coefficient"), "number", _("of the grade")),
            Column("rewards", _("Rewards"), "money", _("approved, effective in the period")),
            Column("penalties", _("Penalties"), "money", _("approved, effective in the period")),
            Column("net", _("Net"), "money", _("rewards − penalties")),
            Column("points", _("Net points"), "number", _("points rewarded − points taken")),
        )
