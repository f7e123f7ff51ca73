from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class OpsRoleDay(models.TransientModel):
    """Answers who could do what on a day, past or to come, from the dated assignments."""

    _name = "ops.role.day"
    _description = "Who could do what on a day"

    day = fields.Date(required=True, default=lambda self: self.env.company._ops_today())
    employee_id = fields.Many2one("hr.employee", string="Person")
    role_id = fields.Many2one("ops.role", string="Role")
    department_id = fields.Many2one("hr.department", string="Department")
    duty = fields.Char(help="Words of the duty, such as cash or settlement.")

    @api.readonly
    def action_show(self):
        """Open the assignments in force on the day, with role, department and stand-ins."""
        self.ensure_one()
        if not self.env.user.has_group("ops_roles.group_adm"):
            raise AccessError(self.env._("Only the access administrator asks this."))
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_assignment")
        action["name"] = self.env._("In force on %s", fields.Date.to_string(self.day))
        action["domain"] = list(self._domain())
        action["context"] = {"search_default_by_role": 1}
        return action

    def _domain(self):
        domain = (
            Domain("date_from", "<=", self.day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", self.day))
            # Ended before its first day: never was in force.
            & (Domain("ended_at", "=", False) | Domain("ended_at", ">=", self.day))
        )
        if self.employee_id:
            domain &= Domain("employee_id", "=", self.employee_id.id)
        if self.role_id:
            domain &= Domain("role_id", "=", self.role_id.id)
        if self.department_id:
            # Who holds a role above is in charge here too.
            domain &= Domain("department_id", "parent_of", self.department_id.id)
        if self.duty:
            domain &= self._duty_domain()
        return domain

    def _duty_domain(self):
        duties = self.env["ops.role.duty"].search([("name", "ilike", self.duty)])
        if not duties:
            raise UserError(self.env._("No duty contains “%s”. Try another word.", self.duty))
        return Domain("role_id", "in", duties.role_id.ids)
