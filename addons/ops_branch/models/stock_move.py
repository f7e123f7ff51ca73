from odoo import fields, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import AccessError


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "ops.branch.owned.mixin"]
    _guarded = ("ops_stock_count_id", "ops_opening_feed_id")

    _ops_owner_paths = (
        "picking_type_id.warehouse_id.ops_department_id",
        "location_id.warehouse_id.ops_department_id",
        "location_dest_id.warehouse_id.ops_department_id",
    )

    ops_department_id = fields.Many2one(precompute=False)  # nor is the type of operation
    ops_stock_count_id = fields.Many2one(
        "ops.stock.count", "Stock count", index="btree_not_null", ondelete="restrict", copy=False
    )
    ops_opening_feed_id = fields.Many2one(
        "ops.feed", "Opening stock", index="btree_not_null", ondelete="restrict", copy=False
    )

    def _action_done(self, cancel_backorder=False):
        """Every adjustment ends here, whichever button or call it comes from."""
        self._ops_check_adjustment()
        return super()._action_done(cancel_backorder=cancel_backorder)

    def _ops_check_adjustment(self):
        """:raise AccessError: stock of a branch is put right outside of a count

        The superuser himself (installation, scheduled actions) may; ``sudo`` keeps the user and
        does not. Scrapping and repairs have papers of their own.
        """
        if self.env.uid == SUPERUSER_ID:
            return
        for move in self.sudo():
            if move.ops_department_id and move._ops_is_adjustment():
                raise AccessError(
                    self.env._(
                        "Stock of %s is put right by a stock count only. Plan one under Branches,"
                        " Stock Counts.",
                        move.ops_department_id.name,
                    )
                )

    def _ops_is_adjustment(self) -> bool:
        usages = (move_end.usage for move_end in (self.location_id, self.location_dest_id))
        counted = self.ops_stock_count_id or self.ops_opening_feed_id
        papers = counted or self.scrap_id or self.repair_id
        return not papers and (self.is_inventory or "inventory" in usages)
