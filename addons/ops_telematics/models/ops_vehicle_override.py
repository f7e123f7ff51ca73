from odoo import api, fields, models


class OpsVehicleOverride(models.Model):
    """What did not fit and was accepted all the same: by whom and why; kept for good."""

    _name = "ops.vehicle.override"
    _description = "Accepted although it does not fit"
    _order = "id desc"
    _rec_name = "key"

    vehicle_id = fields.Many2one(
        "ops.vehicle", "Vehicle", required=True, index=True, ondelete="cascade", readonly=True
    )
    code = fields.Selection(
        [
            ("plate_colour", "Colour of the plate"),
            ("plate_test", "Plate for tests"),
            ("vin_check", "Check digit of the VIN"),
        ],
        "What does not fit",
        required=True,
        readonly=True,
    )
    key = fields.Char(required=True, readonly=True)
    value = fields.Char("Accepted value", compute="_compute_value")
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Accepted by", required=True, readonly=True)
    department_id = fields.Many2one(related="vehicle_id.department_id", string="Branch")
    company_id = fields.Many2one(related="vehicle_id.company_id")

    _once = models.UniqueIndex("(vehicle_id, key)", "This was accepted already.")

    @api.depends("key")
    def _compute_value(self):
        for one in self:
            one.value = (one.key or "").partition(":")[2]
