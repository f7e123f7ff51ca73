from odoo import api, fields, models


class OpsRoleConflict(models.Model):
    """What does not fit among the current assignments, one row each; empty when all is well."""

    _name = "ops.role.conflict"
    _description = "Role card conflict"
    _auto = False
    _order = "kind, role_id, department_id, id"
    _depends = {
        "ops.role": ["is_single", "superior_id"],
        "ops.role.assignment": ["employee_id", "role_id", "department_id", "state", "kind"],
        "hr.employee": ["active", "resource_id"],
        "res.users": ["active"],
    }

    kind = fields.Selection(
        [
            ("double", "Two holders of a one-holder role"),
            ("gap", "Nobody holds the role now"),
            ("login", "No active login"),
            ("superior", "No superior to report to"),
        ],
        readonly=True,
    )
    role_id = fields.Many2one("ops.role", string="Role", readonly=True)
    department_id = fields.Many2one("hr.department", string="Department", readonly=True)
    employee_id = fields.Many2one("hr.employee", string="Person", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    remedy = fields.Char("What to do", compute="_compute_remedy")

    @property
    def _table_query(self):
        return """
            SELECT row_number() OVER (ORDER BY kind, role_id, department_id, employee_id)::integer
                   AS id, found.*
              FROM (
                SELECT 'double' AS kind, a.role_id, a.department_id, NULL::integer AS employee_id,
                       min(a.company_id) AS company_id
                  FROM ops_role_assignment a JOIN ops_role role ON role.id = a.role_id
                 WHERE a.state = 'current' AND a.kind = 'holder' AND role.is_single
              GROUP BY a.role_id, a.department_id HAVING count(*) > 1
             UNION ALL
                SELECT 'gap', a.role_id, a.department_id, NULL, min(a.company_id)
                  FROM ops_role_assignment a JOIN ops_role role ON role.id = a.role_id
                 WHERE role.is_single
              GROUP BY a.role_id, a.department_id
                HAVING bool_or(a.state = 'ended') AND NOT bool_or(a.state = 'current')
             UNION ALL
                SELECT 'login', a.role_id, a.department_id, a.employee_id, a.company_id
                  FROM ops_role_assignment a
                  JOIN hr_employee employee ON employee.id = a.employee_id
                  JOIN resource_resource person ON person.id = employee.resource_id
             LEFT JOIN res_users login ON login.id = person.user_id
                 WHERE a.state = 'current' AND login.active IS NOT TRUE
             UNION ALL
                SELECT 'superior', a.role_id, a.department_id, a.employee_id, a.company_id
                  FROM ops_role_assignment a
                  JOIN ops_role role ON role.id = a.role_id
                  JOIN hr_department place ON place.id = a.department_id
                 WHERE a.state = 'current' AND role.superior_id IS NOT NULL AND NOT EXISTS (
                       SELECT 1 FROM ops_role_assignment boss
                         JOIN hr_department above ON above.id = boss.department_id
                        WHERE boss.state = 'current' AND boss.role_id = role.superior_id
                          AND place.parent_path LIKE above.parent_path || '%%')
              ) found
        """

    @api.depends("kind")
    def _compute_remedy(self):
        remedies = {
            "double": self.env._("End one of the two assignments, or make one act for the other."),
            "gap": self.env._("Assign a holder, or somebody who acts until there is one."),
            "login": self.env._("Have a login created and linked to the person, or end the card."),
            "superior": self.env._("Assign the superior role in this department or one above it."),
        }
        for conflict in self:
            conflict.remedy = remedies[conflict.kind]

    @api.readonly
    def action_open_assignments(self):
        """Open the assignments this conflict is about."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_assignment")
        action["domain"] = [
            ("role_id", "=", self.role_id.id),
            ("department_id", "=", self.department_id.id),
        ]
        if self.employee_id:
            action["domain"].append(("employee_id", "=", self.employee_id.id))
        return action
