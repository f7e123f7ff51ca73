from odoo import fields, models
from odoo.exceptions import UserError


class OpsMaterialMixin(models.AbstractModel):
    """Material without serial numbers that a job uses, by quantity."""

    _name = "ops.material.mixin"
    _description = "Material used by a job"
    _rec_name = "product_id"

    product_id = fields.Many2one(
        "product.product",
        "Material",
        required=True,
        ondelete="restrict",
        domain=[("type", "=", "consu"), ("tracking", "=", "none")],
    )
    quantity = fields.Float(default=1, required=True, digits="Product Unit")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")

    _some = models.Constraint("CHECK (quantity > 0)", "Enter a quantity above zero.")

    def _check_no_serial(self):
        """:raise UserError: for goods that are scanned one by one"""
        for material in self:
            if material.product_id.tracking != "none":
                raise UserError(
                    self.env._(
                        "%s has serial numbers: scan the serial.", material.product_id.display_name
                    )
                )
