from odoo import fields, models


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "ops.branch.owned.mixin"]
    _guarded = ("ops_transfer_id",)

    _ops_owner_paths = (
        "picking_type_id.warehouse_id.ops_department_id",
        "location_id.warehouse_id.ops_department_id",
        "location_dest_id.warehouse_id.ops_department_id",
    )

    ops_transfer_id = fields.Many2one(
        "ops.transfer", "Goods on the way", index="btree_not_null", ondelete="restrict", copy=False
    )

    def _ops_make_partners_known(self):
        """Who is delivered to is a customer of the branch; suppliers are everybody's."""
        for place, pickings in self.sudo().grouped("ops_department_id").items():
            if place:
                out = pickings.filtered(lambda one: one.picking_type_code == "outgoing")
                out.partner_id._ops_known_by(place)
