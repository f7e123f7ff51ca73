from odoo import api, fields, models


class OpsRolePerson(models.Model):
    """What a person may do now: the sum of his role cards. One row per holder, id = employee."""

    _name = "ops.role.person"
    _description = "What a person may do"
    _auto = False
    _rec_name = "employee_id"
    _order = "employee_id"
    _depends = {
        "ops.role.assignment": ["employee_id", "role_id", "department_id", "state"],
        "hr.employee": ["resource_id"],
    }

    employee_id = fields.Many2one("hr.employee", string="Person", readonly=True)
    user_id = fields.Many2one("res.users", string="User", readonly=True)
    login = fields.Char(related="user_id.login")
    company_id = fields.Many2one("res.company", readonly=True)
    assignment_ids = fields.Many2many("ops.role.assignment", compute="_compute_rights")
    role_ids = fields.Many2many("ops.role", string="Roles", compute="_compute_rights")
    duty_ids = fields.Many2many("ops.role.duty", string="Duties", compute="_compute_rights")
    department_ids = fields.Many2many(
        "hr.department", string="Departments", compute="_compute_rights"
    )
    menu_ids = fields.Many2many("ir.ui.menu", string="Menus", compute="_compute_menu_ids")
    native_group_ids = fields.Many2many(
        "res.groups", string="Other rights", compute="_compute_native_group_ids"
    )

    @property
    def _table_query(self):
        return """
            SELECT a.employee_id AS id, a.employee_id, person.user_id,
                   min(a.company_id) AS company_id
              FROM ops_role_assignment a
              JOIN hr_employee employee ON employee.id = a.employee_id
              JOIN resource_resource person ON person.id = employee.resource_id
             WHERE a.state = 'current'
          GROUP BY a.employee_id, person.user_id
        """

    @api.depends("employee_id")
    def _compute_rights(self):
        cards = self.env["ops.role.assignment"].search(
            [("employee_id", "in", self.employee_id.ids), ("state", "=", "current")]
        )
        by_person = cards.grouped("employee_id")
        for person in self:
            own = by_person.get(person.employee_id, cards.browse())
            person.assignment_ids = own
            person.role_ids = own.role_id
            person.duty_ids = own.role_id.duty_ids
            person.department_ids = own.department_id

    @api.depends("user_id")
    def _compute_menu_ids(self):
        for person in self:
            person.menu_ids = self.env["ir.ui.menu"]._ops_menus_of_groups(
                person.user_id.sudo().all_group_ids
            )

    @api.depends("user_id")
    def _compute_native_group_ids(self):
        ours = self.env["res.groups"]._ops_groups()
        for person in self:
            person.native_group_ids = person.user_id.sudo().all_group_ids - ours

    @api.readonly
    def action_assign(self):
        """Open the dialog that gives this person another role card."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_assign")
        action["context"] = {"default_employee_id": self.employee_id.id}
        return action
