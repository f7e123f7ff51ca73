from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class HrDepartment(models.Model):
    _inherit = "hr.department"

    # Written by one statement in _ops_refresh_scope only. It is stored so that record rules can
    # be a plain path: a domain computed from the user would stay in the rule cache.
    ops_user_ids = fields.Many2many(
        "res.users",
        "ops_department_user_rel",
        "department_id",
        "user_id",
        string="Users in charge",
        readonly=True,
        copy=False,
        help="Users with a current role here or in a department above.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if any("ops_user_ids" in vals for vals in vals_list):
            raise AccessError(self._ops_scope_refusal())
        departments = super().create(vals_list)
        self._ops_refresh_scope()
        return departments

    def write(self, vals):
        if "ops_user_ids" in vals:
            raise AccessError(self._ops_scope_refusal())
        result = super().write(vals)
        if "parent_id" in vals:
            self._ops_refresh_scope()
        return result

    @api.model
    def _ops_scope_refusal(self) -> str:
        return self.env._("Who is in charge of a department follows from the role cards.")

    @api.model
    def _ops_places_of(self, user_ids) -> tuple:
        """Departments any of the users is in charge of, read once per transaction.

        :return: their ids, and whether these are all departments there are
        """
        # Unlike the cache of the cursor this one is emptied by each commit and each roll back.
        known = self.env.cr.precommit.data.setdefault("ops_places_of", {})
        if user_ids not in known:
            self.env.cr.execute(
                """
                SELECT ARRAY(SELECT DISTINCT department_id FROM ops_department_user_rel
                              WHERE user_id IN %s ORDER BY department_id),
                       (SELECT count(*) FROM hr_department)
                """,
                [user_ids],
            )
            places, number = self.env.cr.fetchone()
            known[user_ids] = tuple(places), len(places) == number
        return known[user_ids]

    @api.model
    def _ops_refresh_scope(self, users=None):
        """Bring the stored closure in line with the current assignments, in one statement.

        :param users: look at these only; all when None
        """
        self.env.flush_all()
        only = SQL("TRUE") if users is None else SQL("user_id = ANY(%s)", users.ids)
        self.env.cr.execute(
            SQL(
                """
                WITH wanted AS (
                    SELECT DISTINCT below.id AS department_id, person.user_id
                      FROM ops_role_assignment a
                      JOIN hr_employee employee ON employee.id = a.employee_id
                      JOIN resource_resource person ON person.id = employee.resource_id
                      JOIN res_users login ON login.id = person.user_id AND login.active
                      JOIN hr_department top ON top.id = a.department_id
                      JOIN hr_department below ON below.parent_path LIKE top.parent_path || '%%'
                     WHERE a.state = 'current'
                ), gone AS (
                    DELETE FROM ops_department_user_rel
                     WHERE %(only)s AND (department_id, user_id) NOT IN (TABLE wanted)
                )
                INSERT INTO ops_department_user_rel (department_id, user_id)
                SELECT department_id, user_id FROM wanted WHERE %(only)s
                ON CONFLICT DO NOTHING
                """,
                only=only,
            )
        )
        self.env.cr.precommit.data.pop("ops_places_of", None)
        self.invalidate_model(["ops_user_ids"])
