"""Who is above whom: the native manager, kept in line by the role cards, and who acts for him."""

from collections import defaultdict

from odoo import api, models

CODES = ("gm", "om", "pm", "sv", "mm", "dm", "sd", "bm")
LEADERS = tuple(f"ops_roles.group_{code}" for code in CODES)


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _ops_superior_users(self) -> dict:
        """Return ``{employee id: {user id: steps above}}``; one query, nobody is above himself.

        A user who acts for a superior counts as that superior.
        """
        self.env.flush_all()
        self.env.cr.execute(
            """
            WITH RECURSIVE up AS (
                SELECT id AS person, parent_id AS superior, 1 AS step
                  FROM hr_employee WHERE id = ANY(%s) AND parent_id IS NOT NULL
                 UNION ALL
                SELECT up.person, above.parent_id, up.step + 1
                  FROM up JOIN hr_employee above ON above.id = up.superior
                 WHERE above.parent_id IS NOT NULL AND up.step < 20
            ), stand_in AS (
                SELECT principal.employee_id AS superior, acting.employee_id AS employee
                  FROM ops_role_assignment acting
                  JOIN ops_role_assignment principal ON principal.id = acting.acting_for_id
                 WHERE acting.state = 'current'
            )
            SELECT up.person, login.user_id, min(up.step) FROM up
              JOIN (SELECT superior, employee FROM stand_in
                     UNION SELECT superior, superior FROM up) who ON who.superior = up.superior
              JOIN hr_employee person ON person.id = who.employee
              JOIN resource_resource login ON login.id = person.resource_id
             WHERE login.user_id IS NOT NULL AND who.employee <> up.person
          GROUP BY 1, 2
            """,
            [self.ids],
        )
        above = defaultdict(dict)
        for person, user, step in self.env.cr.fetchall():
            above[person][user] = step
        return above


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _ops_leads(self) -> bool:
        """Tell whether the current user holds or acts in a leading role."""
        return any(map(self.env.user.has_group, LEADERS))
