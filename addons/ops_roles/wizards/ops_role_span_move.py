from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class OpsRoleSpanMove(models.TransientModel):
    """A suggested move, carried out by its button."""

    _name = "ops.role.span.move"
    _description = "Suggested move"
    _order = "id"

    employee_id = fields.Many2one("hr.employee.public", string="Person", readonly=True)
    from_id = fields.Many2one("hr.employee.public", string="Leader now", readonly=True)
    to_id = fields.Many2one("hr.employee.public", string="Moves to", readonly=True)
    department_id = fields.Many2one("hr.department", string="In charge", readonly=True)
    team_id = fields.Many2one("hr.department", string="Team", readonly=True)
    date_since = fields.Date("In the role since", readonly=True)
    done = fields.Boolean(readonly=True)

    @api.model
    def _suggested(self, moves):
        return self.create(
            [
                {
                    "employee_id": employee.id,
                    "from_id": giver.employee_id.id,
                    "to_id": taker.employee_id.id,
                    "department_id": giver.department_id.id,
                    "team_id": taker.sudo().employee_id.department_id.id,
                    "date_since": since,
                }
                for employee, since, giver, taker in moves
            ]
        )

    def action_move(self):
        """Let the person report to the other leader and belong to his team, from now on."""
        for move in self:
            move._check_actor()
            person = self.env["hr.employee"].sudo().browse(move.employee_id.id)
            if move.done or person.parent_id.id != move.from_id.id:
                raise UserError(
                    self.env._(
                        "%s has been moved meanwhile. Ask for suggestions again.", person.name
                    )
                )
            person.write({"parent_id": move.to_id.id, "department_id": move.team_id.id})
            move.sudo().done = True

    def _check_actor(self):
        """The administrator moves anyone; who leads both leaders moves within his department."""
        actor = self.env.user
        if actor.has_group("ops_roles.group_adm"):
            return
        leads = actor.has_group("ops_roles.group_om") or actor.has_group("ops_roles.group_pm")
        if not leads or actor not in self.sudo().department_id.ops_user_ids:
            raise AccessError(
                self.env._("Only who leads both teams, or the administrator, moves people.")
            )
