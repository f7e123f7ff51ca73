"""Making the appraisals of a cycle, their lines and measured points: a few statements for all."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.appraisal import attained_points
from ..core.figures import attainment

#: Who held a card of the templates on the last day of the period, with his superior of today.
HOLDERS = """
      FROM ops_role_assignment a
      JOIN hr_department place ON place.id = a.department_id
       AND place.parent_path LIKE %(path)s
      JOIN ops_role role ON role.id = a.role_id
      JOIN ops_appraisal_template_role_rel fit ON fit.ops_role_id = a.role_id
       AND fit.ops_appraisal_template_id = ANY(%(templates)s)
      JOIN hr_employee employee ON employee.id = a.employee_id AND employee.active
      JOIN resource_resource person ON person.id = employee.resource_id
      JOIN res_users login ON login.id = person.user_id AND login.active
 LEFT JOIN hr_employee boss ON boss.id = employee.parent_id
 LEFT JOIN resource_resource boss_person ON boss_person.id = boss.resource_id
 LEFT JOIN res_users boss_login ON boss_login.id = boss_person.user_id AND boss_login.active
       AND boss_login.id <> login.id
     WHERE a.kind = 'holder' AND a.date_from <= %(last)s
       AND (a.date_to IS NULL OR a.date_to >= %(last)s)
"""


class OpsAppraisalCycle(models.Model):
    _inherit = "ops.appraisal.cycle"

    def _holders(self) -> SQL:
        self.ensure_one()
        return SQL(
            HOLDERS,
            path=f"{self.department_id.parent_path}%",
            templates=self.template_ids.ids,
            last=self.date_to,
        )

    def _names_left_out(self) -> str:
        """Return the names of those nobody can score."""
        self.env.cr.execute(
            SQL(
                "SELECT DISTINCT employee.name %s AND boss_login.id IS NULL ORDER BY 1",
                self._holders(),
            )
        )
        return ", ".join(name for (name,) in self.env.cr.fetchall())


class OpsAppraisal(models.Model):
    _inherit = "ops.appraisal"

    @api.model
    def _make(self, cycle):
        """Make the appraisals of a cycle where they are missing (sudo).

        One per person: by the first of his role cards on the last day of the period.

        :return: the new appraisals
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_appraisal
                       (cycle_id, template_id, assignment_id, employee_id, user_id, role_id,
                        department_id, company_id, superior_id, kind, date_from, date_to, period,
                        due, state, return_count, create_uid, write_uid, create_date, write_date)
                SELECT DISTINCT ON (a.employee_id)
                       %(cycle)s, fit.ops_appraisal_template_id, a.id, a.employee_id, login.id,
                       a.role_id, a.department_id, %(company)s, boss_login.id, %(kind)s, %(first)s,
                       %(last)s, %(period)s, %(due)s, 'self', 0, %(uid)s, %(uid)s,
                       %(now)s::timestamp, %(now)s::timestamp
                  %(holders)s AND boss_login.id IS NOT NULL
              ORDER BY a.employee_id, role.sequence, a.id
                ON CONFLICT DO NOTHING
             RETURNING id
                """,
                cycle=cycle.id,
                company=cycle.company_id.id,
                kind=cycle.kind,
                first=cycle.date_from,
                last=cycle.date_to,
                period=cycle.period,
                due=cycle.self_due,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                holders=cycle._holders(),
            )
        )
        made = self.sudo().browse([row[0] for row in self.env.cr.fetchall()])
        made._make_lines()
        made._measure()
        if made:
            made.mapped("display_name")  # at once: each activity would read its own
            rows = [(one, one.user_id, one.due, False) for one in made]
            made._give_todos("ops_roles.activity_appraisal_self", rows)
        return made

    def _make_lines(self):
        """Copy the lines of the templates, names in every language."""
        self.env.cr.execute(
            """
            INSERT INTO ops_appraisal_line
                   (appraisal_id, sequence, name, criterion, indicator_id, scope, weight, floor,
                    cap, standard, create_uid, write_uid, create_date, write_date)
            SELECT appraisal.id, line.sequence, line.name, line.criterion, line.indicator_id,
                   line.scope, line.weight, line.floor, line.cap, line.target,
                   appraisal.create_uid, appraisal.create_uid, appraisal.create_date,
                   appraisal.create_date
              FROM ops_appraisal appraisal
              JOIN ops_appraisal_template_line line ON line.template_id = appraisal.template_id
             WHERE appraisal.id = ANY(%s)
          ORDER BY appraisal.id, line.sequence, line.id
            """,
            [self.ids],
        )
        self.env.invalidate_all()

    def _measure(self):
        """Take figures and targets of the period over into the lines (sudo).

        Two queries per indicator and scope, and one statement for all lines.
        """
        rows = []
        lines = self.line_ids.filtered("indicator_id")
        keys = ("indicator_id", "scope")
        for (indicator, scope), group in lines.grouped(
            lambda line: tuple(line[key] for key in keys)
        ).items():
            for cycle, part in group.grouped(lambda line: line.appraisal_id.cycle_id).items():
                rows += self._measured_rows(cycle, indicator, scope, part)
        lines._store_measures(rows)

    @api.model
    def _measured_rows(self, cycle, indicator, scope, lines) -> list:
        """Return ``[(line id, actual, target, attainment, points)]``."""
        place = {line: line.appraisal_id[f"{scope}_id"].id for line in lines}
        ids = list(set(place.values()))
        indicator = indicator.with_company(cycle.company_id)
        values = indicator._values(cycle.date_from, cycle.date_to, scope, ids)
        targets = self.env["ops.target"].sudo()._of_period(cycle, indicator, scope, ids)
        rows = []
        for line in lines:
            known = targets.get(place[line])
            frozen = known and known.state == "frozen"
            actual = known.actual if frozen and known.actual is not False else values[place[line]]
            target = known.value if known else line.standard
            target = None if target is False else target
            reached = None if target is None else attainment(actual, target, indicator.direction)
            points = attained_points(reached, line.floor, line.cap)
            rows.append((line.id, actual, target, reached, points))
        return rows


class OpsAppraisalLine(models.Model):
    _inherit = "ops.appraisal.line"

    def _store_measures(self, rows):
        if not rows:
            return
        self.env.flush_all()
        values = SQL(", ").join(
            SQL("(%s, %s::float8, %s::float8, %s::float8, %s::float8)", *row) for row in rows
        )
        self.env.cr.execute(
            SQL(
                "UPDATE ops_appraisal_line line SET actual = v.actual, target = v.target,"
                " attainment = v.attainment, measured_score = v.points"
                " FROM (VALUES %s) v(id, actual, target, attainment, points)"
                " WHERE line.id = v.id",
                values,
            )
        )
        self.invalidate_recordset()


class OpsTarget(models.Model):
    _inherit = "ops.target"

    @api.model
    def _of_period(self, cycle, indicator, scope, ids) -> dict:
        """Return ``{employee or department id: target}`` of the period of an appraisal cycle."""
        targets = self.search(
            [
                ("indicator_id", "=", indicator.id),
                ("kind", "=", cycle.kind),
                ("date_from", "=", cycle.date_from),
                ("scope", "=", scope),
                (f"{scope}_id", "in", ids),
            ]
        )
        return {target[f"{scope}_id"].id: target for target in targets}
