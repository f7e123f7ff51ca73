from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsWorkMaterial(models.Model):
    """Material used by a work order, out of the branch's stock when the work is finished."""

    _name = "ops.work.material"
    _description = "Material of a work order"
    _inherit = ["ops.guarded.mixin", "ops.work.part.mixin"]
    _order = "order_id, id"
    _rec_name = "product_id"
    _guarded = ("picking_id",)

    product_id = fields.Many2one(
        "product.product",
        "Material",
        required=True,
        ondelete="restrict",
        domain=[("type", "=", "consu"), ("tracking", "=", "none")],
    )
    quantity = fields.Float(default=1, required=True, digits="Product Unit")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", index="btree_not_null", ondelete="restrict", readonly=True
    )

    _some = models.Constraint("CHECK (quantity > 0)", "Enter a quantity above zero.")

    @api.model_create_multi
    def create(self, vals_list):
        materials = super().create(vals_list)
        materials._check_open()
        return materials

    def write(self, vals):
        self._check_open()
        result = super().write(vals)
        self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._check_open()

    def _check_open(self):
        """:raise UserError: for material of work that is not going on, or has been moved"""
        for material in self if not self.env.su else ():
            material.order_id._check_working()
            if material.sudo().picking_id:
                raise UserError(
                    self.env._(
                        "%s has left the stock already. Enter what is used besides as a new line.",
                        material.product_id.display_name,
                    )
                )
            if material.product_id.tracking != "none":
                raise UserError(
                    self.env._(
                        "%s has serial numbers: scan the serial.", material.product_id.display_name
                    )
                )
