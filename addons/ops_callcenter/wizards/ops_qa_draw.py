import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class OpsQaDraw(models.TransientModel):
    """Draw the calls of a week that quality inspectors listen to.

    What is drawn equals ``core/quality_sample.py`` on the same calls, in one statement.
    """

    _name = "ops.qa.draw"
    _description = "Draw a sample"

    plan_id = fields.Many2one(
        "ops.qa.plan",
        "Plan",
        required=True,
        default=lambda self: self.env["ops.qa.plan"].search([], limit=1),
    )
    day = fields.Date(
        "Any day of the week",
        required=True,
        default=lambda self: self.env.company._ops_today() - timedelta(days=7),
    )
    week = fields.Date("Week from", compute="_compute_week")
    before_id = fields.Many2one("ops.qa.sample", "Drawn before", compute="_compute_before_id")
    reason = fields.Char("Why drawn again")

    @api.depends("day")
    def _compute_week(self):
        for one in self:
            one.week = one.day and one.day - timedelta(days=one.day.weekday())

    @api.depends("plan_id", "week")
    def _compute_before_id(self):
        for one in self:
            one.before_id = self.env["ops.qa.sample"].search(
                [
                    ("plan_id", "=", one.plan_id.id),
                    ("week", "=", one.week),
                    ("is_current", "=", True),
                ],
                limit=1,
            )

    def action_draw(self):
        """Draw and open the calls drawn; a draw before is replaced, what was scored stays.

        :raise AccessError: for anybody but quality inspectors
        :raise UserError: no call to draw, no form in use, or no reason to draw again
        """
        self.ensure_one()
        if not self.env.user.has_group("ops_roles.group_qa"):
            raise AccessError(self.env._("Samples are drawn by quality inspectors."))
        self.plan_id.check_access("read")
        if self.before_id and not (self.reason or "").strip():
            raise UserError(self.env._("This week was drawn already: write why it is drawn again."))
        sample = self.sudo()._draw(secrets.randbelow(2**31))
        return sample.with_env(self.env).action_open_lines()

    def _draw(self, seed):
        """Log the draw and write its lines (superuser rights)."""
        form = self.plan_id._form_in_use()
        if not form:
            raise UserError(
                self.env._(
                    "No version of %s is in use: have one approved first.",
                    self.plan_id.form_id.name,
                )
            )
        before = self.before_id
        before.is_current = False
        before.line_ids.filtered(lambda line: not line.evaluation_id).is_open = False
        self.env.flush_all()
        sample = self.env["ops.qa.sample"].create(
            {
                "plan_id": self.plan_id.id,
                "form_id": form.id,
                "week": self.week,
                "number": before.number + 1,
                "reason": self.reason if before else False,
                "seed": seed,
                "drawn_by_id": self.env.uid,
            }
        )
        sample.population, sample.agent_count = self._population()
        if not self._insert(sample):
            raise UserError(
                self.env._(
                    "%(project)s has no answered call with a recording that is not scored yet in"
                    " the week from %(week)s. Choose another week, or ask the operations manager"
                    " whether the recordings came in.",
                    project=self.plan_id.project_id.name,
                    week=self.week,
                )
            )
        return sample

    def _calls(self) -> SQL:
        """Calls of the week that somebody can listen to: FROM and WHERE, alias ``c``."""
        return SQL(
            """ops_call c
         WHERE c.project_id = %(project)s AND c.day BETWEEN %(first)s AND %(last)s
           AND c.has_recording AND c.answered_at IS NOT NULL
           AND c.employee_id IS NOT NULL AND c.talk_s >= %(least)s""",
            project=self.plan_id.project_id.id,
            first=self.week,
            last=self.week + timedelta(days=6),
            least=self.plan_id.least_s,
        )

    def _population(self):
        """Return (calls, agents) of the week, those scored already among them."""
        self.env.cr.execute(
            SQL("SELECT count(*), count(DISTINCT c.employee_id) FROM %s", self._calls())
        )
        return self.env.cr.fetchone()

    def _stratum(self, column) -> SQL:
        """Return the first stratum that call ``c`` fits: its ``id`` or its ``minimum``."""
        cases = [
            SQL("WHEN %s THEN %s", stratum._condition(), stratum[column])
            for stratum in self.plan_id.stratum_ids
        ]
        none = SQL("NULL::int") if column == "id" else SQL("0")
        return SQL("CASE %s ELSE %s END", SQL(" ").join(cases), none) if cases else none

    def _insert(self, sample):
        """Draw into the lines of ``sample``; returns how many.

        Places of agents whose calls of the week were scored already are taken by those.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH candidate AS (
                    SELECT c.id, c.employee_id, %(stratum)s AS stratum_id, %(least)s AS least,
                           md5(%(seed)s || ':' || c.id) COLLATE "C" AS lot
                      FROM %(calls)s
                       AND NOT EXISTS (SELECT FROM ops_qa_evaluation e WHERE e.call_id = c.id)
                ), ranked AS (
                    SELECT *, row_number() OVER (
                               PARTITION BY employee_id, stratum_id ORDER BY lot, id) > least
                           AS later
                      FROM candidate
                ), placed AS (
                    SELECT *, row_number() OVER (
                               PARTITION BY employee_id ORDER BY later, lot, id) AS place
                      FROM ranked
                ), hired AS (
                    SELECT employee_id, min(date_from) AS first_day
                      FROM ops_role_assignment GROUP BY 1
                ), scored AS (
                    SELECT c.employee_id, count(*) AS calls FROM %(calls)s
                       AND EXISTS (SELECT FROM ops_qa_evaluation e WHERE e.call_id = c.id)
                     GROUP BY 1
                )
                INSERT INTO ops_qa_sample_line (sample_id, project_id, department_id, company_id,
                       week, call_id, employee_id, stratum_id, is_open)
                SELECT %(sample)s, %(project)s, %(department)s, %(company)s, %(week)s, p.id,
                       p.employee_id, p.stratum_id, TRUE
                  FROM placed p
             LEFT JOIN hired USING (employee_id)
             LEFT JOIN scored USING (employee_id)
                 WHERE p.place <= CASE WHEN first_day > %(week)s - %(new_days)s
                                       THEN %(new_quota)s ELSE %(quota)s END
                                  - COALESCE(scored.calls, 0)
                """,
                stratum=self._stratum("id"),
                least=self._stratum("minimum"),
                seed=str(sample.seed),
                calls=self._calls(),
                sample=sample.id,
                project=sample.project_id.id,
                department=sample.department_id.id,
                company=sample.company_id.id,
                week=sample.week,
                new_days=self.plan_id.new_days,
                new_quota=self.plan_id.new_quota,
                quota=self.plan_id.quota,
            )
        )
        sample.invalidate_recordset()
        return self.env.cr.rowcount
