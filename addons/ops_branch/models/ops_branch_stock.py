"""Unfinished counts of a branch are open work: seen by its manager, in the way of its closing."""

from odoo import api, models

from .ops_branch_closing import OpenThing
from .ops_stock_count import UNFINISHED


class OpsBranch(models.Model):
    _inherit = "ops.branch"

    @api.model
    def _open_things(self) -> list:
        counts = self.env._("Stock counts not finished")
        unfinished = [("state", "in", UNFINISHED)]
        return [
            *super()._open_things(),
            OpenThing("stock_count", counts, "ops.stock.count", unfinished, owner="department_id"),
        ]
