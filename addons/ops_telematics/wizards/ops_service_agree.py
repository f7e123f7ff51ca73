from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.ops_service_charge import KINDS


class OpsServiceAgree(models.TransientModel):
    """Agree on a fee for the vehicles marked in a list."""

    _name = "ops.service.agree"
    _description = "Agree on service fees"

    vehicle_ids = fields.Many2many("ops.vehicle", string="Vehicles")
    kind = fields.Selection(KINDS, required=True, default="platform")
    price = fields.Float("Price per period (¥)", digits=(16, 2), required=True)
    months = fields.Integer("Months of a period", required=True, default=12)
    date_from = fields.Date(
        "Since", required=True, default=lambda self: self.env.company._ops_today()
    )

    @api.model
    def default_get(self, fields):
        """Start with the vehicles that were marked."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "ops.vehicle":
            values["vehicle_ids"] = [(6, 0, self.env.context.get("active_ids", []))]
        return values

    def action_agree(self):
        """Make a fee for each vehicle that has a terminal and none of this kind yet."""
        self.ensure_one()
        charges = self.env["ops.service.charge"]
        charges._check_agreeing()
        fitted = self.vehicle_ids.current_ids.filtered(lambda one: one.slot == "main")
        wanted = fitted.filtered(
            lambda one: (
                not one.charge_ids.filtered(
                    lambda fee: fee.kind == self.kind and fee.state != "ended"
                )
            )
        )
        if not wanted:
            raise UserError(
                self.env._("None of these vehicles has a terminal without such a fee. Mark others.")
            )
        shared = {name: self[name] for name in ("kind", "price", "months", "date_from")}
        made = charges.create([{**shared, "installation_id": one.id} for one in wanted])
        return made._get_records_action(name=self.env._("Fees agreed on"))
