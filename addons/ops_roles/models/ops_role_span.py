from odoo import api, fields, models


class OpsRoleSpan(models.Model):
    """How many people each holder of a leading role has now, against the span of the role card."""

    _name = "ops.role.span"
    _description = "Span of a leading role"
    _auto = False
    _rec_name = "employee_id"
    _order = "out_of_span desc, role_id, department_id, id"
    _depends = {
        "ops.role": ["span_min", "span_max", "superior_id"],
        "ops.role.assignment": ["employee_id", "role_id", "department_id", "state", "kind"],
        "hr.employee": ["name", "parent_id", "active"],
    }

    employee_id = fields.Many2one("hr.employee", string="Leader", readonly=True)
    leader_name = fields.Char(readonly=True)
    role_id = fields.Many2one("ops.role", string="Role", readonly=True)
    department_id = fields.Many2one("hr.department", string="Department", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    span_min = fields.Integer("At least", readonly=True)
    span_max = fields.Integer("At most", readonly=True)
    people = fields.Integer("People now", readonly=True)
    out_of_span = fields.Boolean(readonly=True)

    @property
    def _table_query(self):
        return """
            SELECT counted.*,
                   people < span_min OR (span_max > 0 AND people > span_max) AS out_of_span
              FROM (
                SELECT min(a.id) AS id, a.employee_id, a.role_id, min(a.company_id) AS company_id,
                       min(leader.name) AS leader_name,
                       (array_agg(a.department_id ORDER BY a.id))[1] AS department_id,
                       role.span_min, role.span_max,
                       (SELECT count(*) FROM hr_employee led
                         WHERE led.parent_id = a.employee_id AND led.active AND EXISTS (
                           SELECT 1 FROM ops_role_assignment card
                             JOIN ops_role below ON below.id = card.role_id
                            WHERE card.employee_id = led.id AND card.state = 'current'
                              AND card.kind = 'holder' AND below.superior_id = a.role_id)
                       )::integer AS people
                  FROM ops_role_assignment a
                  JOIN ops_role role ON role.id = a.role_id
                  JOIN hr_employee leader ON leader.id = a.employee_id
                 WHERE a.state = 'current' AND a.kind = 'holder'
                   AND (role.span_min > 0 OR role.span_max > 0)
              GROUP BY a.employee_id, a.role_id, role.span_min, role.span_max
            ) counted
        """

    @api.readonly
    def action_open_people(self):
        """Open the people this leader has now."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_team")
        action["domain"] = [("parent_id", "=", self.employee_id.id)]
        return action
