from odoo import fields, models
from odoo.exceptions import UserError


class OpsWorkMaterial(models.Model):
    """Material used by a work order, out of the branch's stock when the work is finished."""

    _name = "ops.work.material"
    _description = "Material of a work order"
    _inherit = [
        *("ops.guarded.mixin", "ops.open.part.mixin", "ops.work.part.mixin"),
        "ops.material.mixin",
    ]
    _order = "order_id, id"
    _guarded = ("picking_id",)

    picking_id = fields.Many2one(
        "stock.picking", "Transfer", index="btree_not_null", ondelete="restrict", readonly=True
    )

    def _check_open(self):
        """:raise UserError: for material of work that is not going on, or has been moved"""
        for material in self:
            material.order_id._check_working()
            if material.sudo().picking_id:
                raise UserError(
                    self.env._(
                        "%s has left the stock already. Enter what is used besides as a new line.",
                        material.product_id.display_name,
                    )
                )
        self._check_no_serial()
