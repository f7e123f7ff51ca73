from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class OpsDirective(models.Model):
    """One directive to all who hold a role card, as to the managers of all branches."""

    _inherit = "ops.directive"

    ask_role_id = fields.Many2one(
        "ops.role",
        string="To all holders of",
        store=False,
        help="Everybody who holds this role card in your departments becomes an executor.",
    )

    @api.onchange("ask_role_id")
    def _onchange_ask_role_id(self):
        if not self.ask_role_id:
            return
        found = self._ops_holders_below(self.ask_role_id)
        if not found:
            raise UserError(
                self.env._(
                    "Nobody in your departments holds the role card %(role)s. Choose the executors"
                    " below.",
                    role=self.ask_role_id.name,
                )
            )
        missing = found - self.line_ids.executor_id._origin
        self.line_ids = [Command.create({"executor_id": person.id}) for person in missing]

    def _ops_holders_below(self, role):
        """Return who holds ``role`` where the author has a card or above, with a login."""
        cards = self.env["ops.role.assignment"].sudo()
        domain = [
            ("role_id", "=", role.id),
            ("state", "=", "current"),
            ("kind", "=", "holder"),
            ("department_id.ops_user_ids", "in", self.env.uid),
            ("employee_id.user_id", "not in", [False, self.env.uid]),
        ]
        return cards.search(domain).employee_id.sudo(self.env.su)
