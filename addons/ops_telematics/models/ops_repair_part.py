from odoo import fields, models
from odoo.exceptions import UserError


class OpsRepairPart(models.Model):
    """A part without serial that a repair used; it leaves the branch's stock when that is done."""

    _name = "ops.repair.part"
    _description = "Part used by a repair"
    _inherit = ["ops.guarded.mixin", "ops.repair.part.mixin"]
    _order = "repair_id, id"
    _rec_name = "product_id"
    _guarded = ("move_id",)

    product_id = fields.Many2one(
        "product.product",
        "Part",
        required=True,
        ondelete="restrict",
        domain=[("type", "=", "consu"), ("tracking", "=", "none")],
    )
    quantity = fields.Float(default=1, required=True, digits="Product Unit")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    move_id = fields.Many2one(
        "stock.move", "Out of stock by", index="btree_not_null", ondelete="restrict", readonly=True
    )

    _some = models.Constraint("CHECK (quantity > 0)", "Enter a quantity above zero.")

    def _check_open(self):
        super()._check_open()
        for part in self if not self.env.su else ():
            if part.sudo().move_id or part.repair_id.state == "done":
                raise UserError(
                    self.env._("%s: parts have left the stock already.", part.repair_id.name)
                )
            if part.product_id.tracking != "none":
                raise UserError(
                    self.env._(
                        "%s has serial numbers: swap it by its serial.",
                        part.product_id.display_name,
                    )
                )
