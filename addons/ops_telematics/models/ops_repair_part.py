from odoo import fields, models
from odoo.exceptions import UserError


class OpsRepairPart(models.Model):
    """A part without serial that a repair used; it leaves the branch's stock when that is done."""

    _name = "ops.repair.part"
    _description = "Part used by a repair"
    _inherit = ["ops.guarded.mixin", "ops.repair.part.mixin", "ops.material.mixin"]
    _order = "repair_id, id"
    _guarded = ("move_id",)

    product_id = fields.Many2one(string="Part")
    move_id = fields.Many2one(
        "stock.move", "Out of stock by", index="btree_not_null", ondelete="restrict", readonly=True
    )

    def _check_open(self):
        super()._check_open()
        for part in self:
            if part.sudo().move_id or part.repair_id.state == "done":
                raise UserError(
                    self.env._("%s: parts have left the stock already.", part.repair_id.name)
                )
        self._check_no_serial()
