from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.ops_roles.models.ops_home_find import Wanted

from .ops_handover import BRANCH_STAFF, HEADQUARTERS


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        """Batches to check, and those of one's own side that came back."""
        searches = super()._home_searches()
        own = self._home_handover_side()
        if own:
            mine = Domain("direction", "=", own) & Domain("state", "=", "returned")
            theirs = Domain("direction", "!=", own) & Domain("state", "=", "sent")
            shown = ["name", "subject", "state", "due_on"]
            batches = self.env["ops.handover"]
            searches["handovers"] = Wanted(batches, mine | theirs, shown, "due_on, id")
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_handover_side():
            cards.append(self._home_handovers())
        return cards

    @api.model
    def _home_handover_side(self):
        """Return the direction of the batches the user's side sends, or None."""
        if any(self.env.user.has_group(name) for name in BRANCH_STAFF):
            return "up"
        return "down" if any(self.env.user.has_group(name) for name in HEADQUARTERS) else None

    @api.model
    def _home_handovers(self):
        return {
            "key": "handovers",
            "section": "waiting",
            "sequence": 18,
            "title": self.env._("Hand-over of papers"),
            "empty": self.env._("Batches to check, and papers that came back, appear here."),
            "action": "ops_branch.action_handover",
            "items": [self._home_handover_batch(one) for one in self._home_found("handovers")],
        }

    @api.model
    def _home_handover_batch(self, batch):
        odd = batch.is_late or batch.state == "returned"
        return {
            "label": batch.display_name,
            "value": format_date(self.env, batch.due_on),
            "state": "red" if odd else "blue",
            "action": {
                "type": "ir.actions.act_window",
                "res_model": "ops.handover",
                "res_id": batch.id,
                "views": [[False, "form"]],
            },
        }
