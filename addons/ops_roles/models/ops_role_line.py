from odoo import api, fields, models


class OpsRoleLine(models.Model):
    """The organisation chart by role line: a box per holder, under the manager he reports to.

    The row's id is the employee's, so that a box hangs on the box of the native manager.
    """

    _name = "ops.role.line"
    _description = "Reporting line of the role cards"
    _auto = False
    _rec_name = "employee_id"
    _order = "sequence, employee_id"
    _depends = {
        "ops.role": ["sequence"],
        "ops.role.assignment": ["employee_id", "role_id", "department_id", "state", "kind"],
        "hr.employee": ["parent_id", "active"],
    }

    employee_id = fields.Many2one("hr.employee.public", string="Person", readonly=True)
    role_id = fields.Many2one("ops.role", string="Role", readonly=True)
    sequence = fields.Integer(readonly=True)
    department_id = fields.Many2one("hr.department", string="Department", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    parent_id = fields.Many2one("ops.role.line", string="Reports to", readonly=True)
    child_ids = fields.One2many("ops.role.line", "parent_id", string="Leads", readonly=True)
    people = fields.Integer("People led", readonly=True)
    acting = fields.Char("Stand-in", compute="_compute_acting")

    @property
    def _table_query(self):
        return """
            WITH card AS (
                SELECT DISTINCT ON (a.employee_id) a.employee_id AS id, a.employee_id, a.role_id,
                       role.sequence, a.department_id, a.company_id, employee.parent_id AS boss_id
                  FROM ops_role_assignment a
                  JOIN ops_role role ON role.id = a.role_id
                  JOIN hr_employee employee ON employee.id = a.employee_id AND employee.active
                 WHERE a.state = 'current' AND a.kind = 'holder'
              ORDER BY a.employee_id, role.sequence, a.id
            )
            SELECT card.id, card.employee_id, card.role_id, card.sequence, card.department_id,
                   card.company_id, boss.id AS parent_id,
                   (SELECT count(*) FROM card led WHERE led.boss_id = card.id)::integer AS people
              FROM card LEFT JOIN card boss ON boss.id = card.boss_id
        """

    @api.depends("employee_id")
    def _compute_acting(self):
        acting = (
            self.env["ops.role.assignment"]
            .sudo()
            .search(
                [
                    ("kind", "=", "acting"),
                    ("state", "=", "current"),
                    ("acting_for_id.employee_id", "in", self.ids),
                ]
            )
        )
        names = {
            principal.id: ", ".join(cards.employee_id.mapped("name"))
            for principal, cards in acting.grouped(
                lambda card: card.acting_for_id.employee_id
            ).items()
        }
        for line in self:
            line.acting = names.get(line.id, False)
