"""Who is at work at a branch: one query per source, whatever the number of people and days."""

from datetime import timedelta
from typing import NamedTuple

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.ops_roles.core.workdays import is_workday

from ..core.muster import Facts, first_shift, judge


class Cell(NamedTuple):
    """One person of one branch on one day; times are naive UTC."""

    branch_id: int
    employee_id: int
    day: object
    status: str
    late_minutes: int
    check_in: object
    check_out: object
    lacks_out: bool
    other_branch_id: int | None


class Came(NamedTuple):
    """What attendance knows of a person on a day: first in, last out, its local hour, still in."""

    check_in: object
    check_out: object
    hour: float
    open: bool


class OpsBranch(models.Model):
    _inherit = "ops.branch"

    muster_grace = fields.Integer(
        "Minutes not late yet", default=5, help="Minutes after the start of the shift."
    )
    posting_ids = fields.One2many("ops.posting", "branch_id", "Postings")

    _muster_grace_is_something = models.Constraint(
        "CHECK (muster_grace BETWEEN 0 AND 240)", "Give 0 to 240 minutes."
    )

    def _muster_cells(self, first, last) -> list:
        """Return a ``Cell`` per person and day of these branches (sudo, one company).

        A person posted to another branch is in both: there as one of theirs, here as away. Whom
        a day counts to follows from the postings and the dated department of that day.
        """
        self.env.flush_all()
        staff = self._muster_staff(first, last)
        people = sorted({person for person, *_rest in staff})
        came = self._muster_attendance(people, first, last)
        leaves = self._muster_leaves(people, first, last)
        shifts = self._muster_shifts({calendar for *_rest, calendar in staff if calendar})
        clock = self._muster_clock(first, last)
        grace = {branch.id: branch.muster_grace for branch in self}
        cells = []
        for person, day, home, at, calendar in staff:
            begins = clock["begins"](day, shifts.get(calendar) or {})
            seen = came.get((person, day))
            facts = Facts(
                begins=begins,
                came=seen and seen.hour,
                leave=any(one <= day <= end for one, end in leaves.get(person, ())),
                now=clock["hour"] if day >= clock["today"] else None,
            )
            for branch_id in {home, at} & grace.keys():
                away = branch_id != at
                status, late = judge(facts._replace(away=away), grace[branch_id])
                cells.append(
                    Cell(
                        *(branch_id, person, day, status, late),
                        *((None, None, False) if away else self._muster_times(seen, day, clock)),
                        (at if away else home) if home != at else None,
                    )
                )
        return cells

    @staticmethod
    def _muster_times(seen, day, clock) -> tuple:
        if not seen:
            return None, None, False
        return seen.check_in, seen.check_out, seen.open and day < clock["today"]

    def _muster_staff(self, first, last) -> list:
        """Return ``[(employee, day, home branch, branch he works at, calendar)]``.

        The version of the person that holds on the day counts; before the first one, that one.
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT person.id, day::date, home.ops_branch_id,
                       COALESCE(posting.branch_id, home.ops_branch_id),
                       version.resource_calendar_id
                  FROM hr_employee person
            CROSS JOIN generate_series(%(first)s::date, %(last)s::date, interval '1 day') day
          JOIN LATERAL (SELECT department_id, resource_calendar_id, departure_date
                          FROM hr_version
                         WHERE employee_id = person.id
                      ORDER BY date_version <= day DESC, abs(date_version - day::date)
                         LIMIT 1) version ON TRUE
             LEFT JOIN hr_department home ON home.id = version.department_id
             LEFT JOIN ops_posting posting ON posting.employee_id = person.id
                       AND posting.date_from <= day
                       AND (posting.date_to IS NULL OR posting.date_to >= day)
                 WHERE (home.ops_branch_id = ANY(%(branches)s)
                        OR posting.branch_id = ANY(%(branches)s))
                   AND (person.active OR version.departure_date >= day)
              ORDER BY person.id, day
                """,
                first=first,
                last=last,
                branches=self.ids,
            )
        )
        return self.env.cr.fetchall()

    def _muster_attendance(self, people, first, last) -> dict:
        """Return ``{(employee, day): Came}``."""
        self.env.cr.execute(
            SQL(
                """
                SELECT employee_id, date, min(check_in), max(check_out),
                       extract(epoch FROM min(check_in) AT TIME ZONE 'UTC'
                               AT TIME ZONE %(zone)s - date) / 3600,
                       bool_or(check_out IS NULL)
                  FROM hr_attendance
                 WHERE employee_id = ANY(%(people)s) AND date BETWEEN %(first)s AND %(last)s
              GROUP BY employee_id, date
                """,
                zone=self._muster_zone(),
                people=people,
                first=first,
                last=last,
            )
        )
        return {
            (person, day): Came(check_in, check_out, float(hour), still)
            for person, day, check_in, check_out, hour, still in self.env.cr.fetchall()
        }

    def _muster_leaves(self, people, first, last) -> dict:
        """Return ``{employee: [(first day, last day)]}`` of leave that is granted."""
        self.env.cr.execute(
            SQL(
                """
                SELECT employee_id, array_agg(request_date_from), array_agg(request_date_to)
                  FROM hr_leave
                 WHERE employee_id = ANY(%s) AND state = 'validate'
                   AND request_date_from <= %s AND request_date_to >= %s
              GROUP BY employee_id
                """,
                people,
                last,
                first,
            )
        )
        return {
            person: list(zip(starts, ends, strict=True))
            for person, starts, ends in self.env.cr.fetchall()
        }

    def _muster_shifts(self, calendars) -> dict:
        """Return ``{calendar: {weekday: hour the first shift begins}}``."""
        self.env.cr.execute(
            SQL(
                """
                SELECT calendar_id, dayofweek::int, min(hour_from)
                  FROM resource_calendar_attendance
                 WHERE calendar_id = ANY(%s) AND hour_to > hour_from
              GROUP BY 1, 2
                """,
                list(calendars),
            )
        )
        shifts = {}
        for calendar, weekday, hour in self.env.cr.fetchall():
            shifts.setdefault(calendar, {})[weekday] = hour
        return shifts

    def _muster_clock(self, first, last) -> dict:
        """Return today, the local hour now and when work begins by day and calendar."""
        company = self.company_id[:1] or self.env.company
        rest, worked = company._ops_exceptions(first, (last - first).days + 1)

        def begins(day, starts):
            works = is_workday(day, starts, rest, worked)
            return first_shift(day.weekday(), starts, works)

        now = fields.Datetime.context_timestamp(
            self.with_context(tz=self._muster_zone()), fields.Datetime.now()
        )
        hour = now.hour + now.minute / 60
        return {"today": now.date(), "hour": hour, "begins": begins}

    def _muster_zone(self):
        return (self.company_id[:1] or self.env.company)._ops_tz()

    def _muster_day(self, day):
        """Return the musters of these branches of a day, made where missing, read afresh (sudo)."""
        musters = self.env["ops.muster"].sudo()
        found = musters.search([("branch_id", "in", self.ids), ("date", "=", day)])
        fresh = self - found.branch_id
        found |= musters.create([{"branch_id": branch.id, "date": day} for branch in fresh])
        found.filtered(lambda one: one.state == "open")._refresh()
        return found

    def action_open_muster(self):
        """Open today's muster of this branch."""
        self.ensure_one()
        return self.env["ops.muster"]._open_day(self, self.company_id._ops_today())

    def action_open_postings(self):
        """Open the postings to this branch and away from it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_branch.action_posting")
        place = self.sudo().department_id.id
        here = ["|", ("branch_id", "=", self.id), ("home_department_id", "child_of", place)]
        return {**action, "domain": here, "context": {"default_branch_id": self.id}}


def yesterday(company):
    """The last day that is over in the zone of ``company``."""
    return company._ops_today() - timedelta(days=1)
