"""Work orders and tools of a branch that are not finished: at home, and in the way of closing."""

from odoo import api, models

from .ops_branch_closing import OpenThing

NOT_CLOSED = [("state", "not in", ("accepted", "cancelled"))]
HANDED_OUT = [("state", "=", "out")]


class OpsBranch(models.Model):
    _inherit = "ops.branch"

    @api.model
    def _open_things(self) -> list:
        orders, tools = self.env._("Work orders not closed"), self.env._("Tools handed out")
        place = "department_id"
        return [
            *super()._open_things(),
            OpenThing("work", orders, "ops.work.order", NOT_CLOSED, owner=place),
            OpenThing("tool", tools, "ops.tool.custody", HANDED_OUT, owner=place),
        ]
