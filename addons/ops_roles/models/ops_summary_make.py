from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.summary_period import last_period


class OpsSummary(models.Model):
    """Making the summaries of a period: by role card, pre-filled with the author's figures."""

    _inherit = "ops.summary"

    @api.model
    def _cron_make(self):
        """Make what is owed for the periods that have ended; harmless at any time."""
        for company in self.env["res.company"].search([]):
            today = company._ops_today()
            for rule in self.env["ops.summary.rule"].search([]):
                first, last = last_period(rule.kind, today)
                if rule.kind != "daily" or company._ops_works(last, 1)(last):
                    self._make(rule, company, first, last)

    @api.model
    def _make(self, rule, company, first, last):
        """Make the summaries of a rule and a period where they are missing, set-based (sudo).

        Owed by who holds one of the role cards now and held it when the period ended.

        :return: the new summaries
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_summary
                       (kind, employee_id, user_id, role_id, department_id, company_id,
                        superior_id, date_from, date_to, due, state, return_count, score,
                        create_uid, write_uid, create_date, write_date)
                SELECT DISTINCT ON (a.employee_id)
                       %(kind)s, a.employee_id, person.user_id, a.role_id, a.department_id,
                       a.company_id, boss_person.user_id, %(first)s, %(last)s, %(due)s, 'draft',
                       0, 0, %(uid)s, %(uid)s, %(now)s::timestamp, %(now)s::timestamp
                  FROM ops_role_assignment a
                  JOIN ops_role role ON role.id = a.role_id
                  JOIN hr_employee employee ON employee.id = a.employee_id AND employee.active
                  JOIN resource_resource person ON person.id = employee.resource_id
                  JOIN res_users login ON login.id = person.user_id AND login.active
             LEFT JOIN hr_employee boss ON boss.id = employee.parent_id
             LEFT JOIN resource_resource boss_person ON boss_person.id = boss.resource_id
                 WHERE a.state = 'current' AND a.kind = 'holder' AND a.date_from <= %(last)s
                   AND a.company_id = %(company)s AND a.role_id = ANY(%(roles)s)
              ORDER BY a.employee_id, role.sequence, a.id
                ON CONFLICT DO NOTHING
             RETURNING id
                """,
                kind=rule.kind,
                first=first,
                last=last,
                due=last + timedelta(days=rule.due_days),
                uid=self.env.uid,
                now=fields.Datetime.now(),
                company=company.id,
                roles=rule.role_ids.ids,
            )
        )
        summaries = self.sudo().browse([row[0] for row in self.env.cr.fetchall()])
        summaries.invalidate_model()
        summaries._fill(rule.with_company(company), first, last)
        rows = [(one, one.user_id, one.due, one.display_name) for one in summaries]
        if rows:
            summaries._give_todos("ops_roles.activity_summary", rows)
        return summaries

    def _fill(self, rule, first, last):
        """Keep the figures of the authors: two grouped queries per indicator, one write."""
        before = first - timedelta(days=1)
        past = last_period(rule.kind, first)[0], before
        people = self.employee_id.ids
        vals_list = []
        for number, indicator in enumerate(rule.indicator_ids.sudo() if self else ()):
            now = indicator._values(first, last, "employee", people)
            then = indicator._values(*past, "employee", people)
            for summary in self:
                value, previous = now[summary.employee_id.id], then[summary.employee_id.id]
                vals_list.append(
                    {
                        "summary_id": summary.id,
                        "sequence": number,
                        "indicator_id": indicator.id,
                        "value": value or 0.0,
                        "is_measured": value is not None,
                        "previous": previous or 0.0,
                        "was_measured": previous is not None,
                    }
                )
        self.env["ops.summary.line"].sudo().create(vals_list)
