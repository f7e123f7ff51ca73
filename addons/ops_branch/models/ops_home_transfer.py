from odoo import api, models
from odoo.tools import format_date

from odoo.addons.ops_roles.models.ops_home_find import Wanted

from .ops_transfer import BRANCH_STAFF, HEADQUARTERS


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if self._home_moves_goods():
            decides = self.env.user.has_group("ops_roles.group_dm")
            states = ("sent", "difference") if decides else ("sent",)
            shown = ["name", "sender_id", "receiver_id", "state", "due_on"]
            searches["transfers"] = Wanted(
                self.env["ops.transfer"], [("state", "in", states)], shown, "state, due_on, id"
            )
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_moves_goods():
            cards.append(self._home_transfers())
        return cards

    @api.model
    def _home_moves_goods(self) -> bool:
        groups = (*BRANCH_STAFF, *HEADQUARTERS)
        return any(self.env.user.has_group(name) for name in groups)

    @api.model
    def _home_transfers(self):
        """Return what is on the way and, for who decides, what differs; the oldest first."""
        return {
            "key": "transfers",
            "section": "waiting",
            "sequence": 16,
            "title": self.env._("Goods on the way"),
            "empty": self.env._("Goods sent from one place to another appear here."),
            "action": "ops_branch.action_transfer",
            "items": [self._home_transfer(one) for one in self._home_found("transfers")],
        }

    @api.model
    def _home_transfer(self, transfer):
        states = dict(transfer._fields["state"]._description_selection(self.env))
        odd = transfer.is_late or transfer.state == "difference"
        return {
            "label": f"{transfer.display_name} · {states[transfer.state]}",
            "value": format_date(self.env, transfer.due_on),
            "state": "red" if odd else "blue",
            "action": {
                "type": "ir.actions.act_window",
                "res_model": "ops.transfer",
                "res_id": transfer.id,
                "views": [[False, "form"]],
            },
        }
