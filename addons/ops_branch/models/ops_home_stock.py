from odoo import api, models
from odoo.tools import format_date

from odoo.addons.ops_roles.models.ops_home_find import Wanted

from .ops_stock_count import COUNTERS, COUNTING, UNFINISHED


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        states = self._home_stock_states()
        if states:
            shown = ["name", "branch_id", "state", "due_on"]
            unfinished = [("state", "in", states)]
            counts = self.env["ops.stock.count"]
            searches["stock_counts"] = Wanted(counts, unfinished, shown, "due_on, id")
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_stock_states():
            cards.append(self._home_stock_counts())
        return cards

    @api.model
    def _home_stock_states(self) -> tuple:
        """Return the states of counts in which something is up to this user."""
        if any(self.env.user.has_group(name) for name in COUNTERS):
            return ("planned", *COUNTING)
        return UNFINISHED if self.env.user.has_group("ops_roles.group_bm") else ()

    @api.model
    def _home_stock_counts(self):
        """Return the counts that are not finished, those to be finished first on top."""
        return {
            "key": "stock_counts",
            "section": "waiting",
            "sequence": 14,
            "title": self.env._("Stock counts"),
            "empty": self.env._("Counts that are due appear here."),
            "action": "ops_branch.action_stock_count",
            "items": [self._home_stock_count(one) for one in self._home_found("stock_counts")],
        }

    @api.model
    def _home_stock_count(self, count):
        states = dict(count._fields["state"]._description_selection(self.env))
        return {
            "label": f"{count.sudo().display_name} · {states[count.state]}",
            "value": format_date(self.env, count.due_on),
            "state": "red" if count.is_late else "blue",
            "action": {
                "type": "ir.actions.act_window",
                "res_model": "ops.stock.count",
                "res_id": count.id,
                "views": [[False, "form"]],
            },
        }
