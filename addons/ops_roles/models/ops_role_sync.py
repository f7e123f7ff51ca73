from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL


class OpsRoleAssignment(models.Model):
    """What follows from the assignments: state, group members, scope, reporting line."""

    _inherit = "ops.role.assignment"

    @api.model
    def _cron_sync_access(self):
        """Begin and end what is due; run at each company's midnight, harmless at any time."""
        changed = self.sudo()._refresh_state(everything=True)
        self._sync_access()
        self._sync_reporting_line(changed.employee_id)

    def _refresh_state(self, everything=False):
        """Set the state that follows from the days of the company's time zone.

        :return: the assignments whose state changed
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH due AS (
                    SELECT a.id, CASE
                        WHEN a.ended_at IS NOT NULL OR a.date_to < day.today THEN 'ended'
                        WHEN a.date_from > day.today THEN 'planned'
                        ELSE 'current' END AS state
                      FROM ops_role_assignment a
                      JOIN res_company company ON company.id = a.company_id
                      JOIN res_partner card ON card.id = company.partner_id
                 LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
                CROSS JOIN LATERAL (SELECT (
                        timezone('UTC', %(now)s::timestamp)
                        AT TIME ZONE COALESCE(calendar.tz, card.tz, 'UTC'))::date AS today) day
                     WHERE %(only)s
                )
                UPDATE ops_role_assignment a SET state = due.state FROM due
                 WHERE due.id = a.id AND a.state IS DISTINCT FROM due.state
             RETURNING a.id
                """,
                now=fields.Datetime.now(),
                only=SQL("a.state IS DISTINCT FROM 'ended'")
                if everything
                else SQL("a.id = ANY(%s)", self.ids),
            )
        )
        changed = self.browse([row[0] for row in self.env.cr.fetchall()])
        changed.invalidate_recordset(["state"])
        changed.modified(["state"])
        self.env["ops.role.handover"]._follow(changed)
        return changed

    @api.model
    def _sync_access(self, users=None):
        """Give and take our groups so that they are exactly those of the current assignments.

        Groups that are not ours are never touched.

        :param users: look at these only; everybody when None
        """
        to_add, to_remove = self._access_difference(users)
        self.env["res.groups"]._ops_set_members(to_add, to_remove)
        self.env["hr.department"].sudo()._ops_refresh_scope(users)
        moved = {uid for uids in (*to_add.values(), *to_remove.values()) for uid in uids}
        self.env["ops.home"]._notify(self.env["res.users"].sudo().browse(moved), menus=True)

    @api.model
    def _access_difference(self, users):
        """Return two dicts ``{group id: [user ids]}``: to link and to unlink."""
        self.env.flush_all()
        only = SQL("TRUE") if users is None else SQL("uid = ANY(%s)", users.ids)
        self.env.cr.execute(
            SQL(
                """
                WITH wanted AS (
                    SELECT DISTINCT role.group_id AS gid, person.user_id AS uid
                      FROM ops_role_assignment a
                      JOIN ops_role role ON role.id = a.role_id
                      JOIN hr_employee employee ON employee.id = a.employee_id
                      JOIN resource_resource person ON person.id = employee.resource_id
                      JOIN res_users login ON login.id = person.user_id AND login.active
                     WHERE a.state = 'current'
                ), present AS (
                    SELECT gid, uid FROM res_groups_users_rel WHERE gid = ANY(%(ours)s)
                )
                SELECT gid, uid, wanted.gid IS NOT NULL FROM wanted FULL JOIN present
                       USING (gid, uid)
                 WHERE (wanted.gid IS NULL OR present.gid IS NULL) AND %(only)s
                """,
                ours=self.env["res.groups"]._ops_groups().ids,
                only=only,
            )
        )
        differences = defaultdict(list), defaultdict(list)
        for gid, uid, missing in self.env.cr.fetchall():
            differences[0 if missing else 1][gid].append(uid)
        return differences

    @api.model
    def _sync_reporting_line(self, employees):
        """Set the native manager to the nearest holder of the superior role.

        Looked at are the people themselves and, when they lead, those who report to their role.
        A manager chosen by hand stays as long as he holds the superior role in the nearest
        department that has one; among several the one of the same team comes first, then the one
        with the fewest people. Without any holder the manager stays.
        """
        if not employees:
            return
        by_manager = defaultdict(list)
        for employee_id, parent_id in self._reporting_line_changes(employees):
            by_manager[parent_id].append(employee_id)
        people = self.env["hr.employee"].sudo()
        for parent_id, employee_ids in by_manager.items():
            group = people.browse(employee_ids)
            # The coach is a choice of its own; Odoo would let it follow the manager.
            with self.env.protecting([people._fields["coach_id"]], group):
                group.write({"parent_id": parent_id})

    @api.model
    def _reporting_line_changes(self, employees):
        """Return ``[(employee id, manager id)]`` where the native manager has to change."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            WITH card AS (
                SELECT DISTINCT ON (a.employee_id) a.employee_id, role.superior_id,
                       place.parent_path, employee.parent_id, version.department_id AS team_id
                  FROM ops_role_assignment a
                  JOIN ops_role role ON role.id = a.role_id
                  JOIN hr_department place ON place.id = a.department_id
                  JOIN hr_employee employee ON employee.id = a.employee_id AND employee.active
             LEFT JOIN hr_version version ON version.id = employee.current_version_id
                 WHERE a.state = 'current' AND a.kind = 'holder' AND role.superior_id IS NOT NULL
                   AND (a.employee_id = ANY(%(people)s) OR role.superior_id IN (
                        SELECT led.role_id FROM ops_role_assignment led
                         WHERE led.employee_id = ANY(%(people)s)))
              ORDER BY a.employee_id, a.date_from, a.id
            ), load AS (
                SELECT parent_id, count(*) AS people FROM hr_employee
                 WHERE active AND parent_id IS NOT NULL GROUP BY parent_id
            ), ranked AS (
                SELECT card.employee_id, card.parent_id, boss.employee_id AS boss_id,
                       row_number() OVER (PARTITION BY card.employee_id ORDER BY
                           length(above.parent_path) DESC,
                           boss.employee_id IS NOT DISTINCT FROM card.parent_id DESC,
                           version.department_id IS NOT DISTINCT FROM card.team_id DESC,
                           COALESCE(load.people, 0), boss.employee_id) AS rank
                  FROM card
                  JOIN hr_department above ON card.parent_path LIKE above.parent_path || '%%'
                  JOIN ops_role_assignment boss ON boss.department_id = above.id
                   AND boss.role_id = card.superior_id AND boss.state = 'current'
                   AND boss.kind = 'holder' AND boss.employee_id <> card.employee_id
                  JOIN hr_employee person ON person.id = boss.employee_id AND person.active
             LEFT JOIN hr_version version ON version.id = person.current_version_id
             LEFT JOIN load ON load.parent_id = boss.employee_id
            )
            SELECT employee_id, boss_id FROM ranked
             WHERE rank = 1 AND parent_id IS DISTINCT FROM boss_id
            """,
            {"people": employees.ids},
        )
        return self.env.cr.fetchall()
