from odoo import api, fields, models
from odoo.exceptions import AccessError


class OpsRepairPhoto(models.Model):
    """A photo that proves a repair; never changed, and removed by who took it only."""

    _name = "ops.repair.photo"
    _description = "Photo of a repair"
    _inherit = ["ops.repair.part.mixin"]
    _order = "repair_id, id"
    _rec_name = "kind"

    kind = fields.Selection(
        [
            ("before", "Before"),
            ("after", "After"),
            ("serial", "Serial"),
            ("other", "Other"),
        ],
        required=True,
        default="after",
    )
    image = fields.Image("Photo", max_width=1920, max_height=1920, required=True)
    note = fields.Char("What it shows")
    taken_at = fields.Datetime("Sent at", related="create_date")
    user_id = fields.Many2one("res.users", "Sent by", related="create_uid")

    @api.ondelete(at_uninstall=False)
    def _unlink_own(self):
        if not self.env.su and self.create_uid - self.env.user:
            raise AccessError(self.env._("A photo is removed by who took it."))
