from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core import identity

#: Who may enter a repair: the data administrator from paper, its branch for itself.
ENTERERS = ("ops_roles.group_da", "ops_roles.group_bm", "ops_branch.group_technician")


class OpsRepairEntry(models.TransientModel):
    """Enter a repair by whatever is at hand: the plate, the terminal or the card."""

    _name = "ops.repair.entry"
    _description = "Enter a repair"

    what = fields.Char("Plate, terminal or card")
    installation_id = fields.Many2one(
        "ops.installation", "Fitted now", domain=[("date_to", "=", False)]
    )
    vehicle_id = fields.Many2one(related="installation_id.vehicle_id", string="Vehicle")
    terminal_id = fields.Many2one(related="installation_id.terminal_id", string="Terminal")
    partner_id = fields.Many2one(related="installation_id.partner_id", string="Customer")
    department_id = fields.Many2one(related="installation_id.department_id", string="Branch")
    is_under_warranty = fields.Boolean(related="terminal_id.is_under_warranty")
    warranty_until = fields.Date(related="terminal_id.warranty_until")
    fault = fields.Text("What is wrong", required=True)

    @api.onchange("what")
    def _onchange_what(self):
        """Find what is fitted by what was scanned."""
        found = self._find() if self.what else self.installation_id
        self.installation_id = found if len(found) == 1 else False
        if self.what and not found:
            text = self.env._("Nothing that is fitted now is known by %s.", self.what)
            return {"warning": {"title": self.env._("Not found"), "message": text}}
        return None

    def _find(self):
        refit = self.env["ops.refit"]
        found = refit._find(self.what)
        main = found.filtered(lambda one: one.slot == "main")
        plate = identity.normal_plate(self.what)
        return main if len(found) > 1 and found.vehicle_id.plate == plate else found

    def action_confirm(self):
        """Make the repair and show it."""
        self.ensure_one()
        user = self.env.user
        if not any(map(user.has_group, ENTERERS)):
            raise AccessError(
                self.env._("Repairs are entered by the branch or the data administrator.")
            )
        fitted = self.installation_id
        if not fitted:
            raise UserError(self.env._("Scan the plate, the card or the terminal first."))
        fitted.check_access("read")
        vehicle = fitted.sudo().vehicle_id
        if not vehicle.department_id.ops_branch_id:
            raise UserError(self.env._("%s belongs to no branch.", vehicle.display_name))
        repair = self.env["repair.order"].sudo()._ops_make(vehicle, self.fault, fitted.sudo())
        return repair.with_env(self.env)._ops_open()
