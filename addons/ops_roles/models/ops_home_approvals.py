from odoo import api, models

from .ops_home import LIMIT


class OpsHome(models.AbstractModel):
    """What waits for the user's signature, approved in place."""

    _inherit = "ops.home"

    @api.model
    def _home_cards(self) -> list:
        return [*super()._home_cards(), self._home_approvals()]

    @api.model
    def _home_approvals(self):
        flows = self.env["ops.approval.flow"].search_fetch(
            [("waiting_user_ids", "in", self.env.uid), ("state", "=", "pending")],
            ["name", "requester_id", "res_model", "res_id"],
            order="submitted_at, id",
            limit=LIMIT,
        )
        return {
            "key": "approvals",
            "section": "waiting",
            "sequence": 5,
            "title": self.env._("Waiting for my approval"),
            "empty": self.env._("What others submit for your signature appears here."),
            "action": "ops_roles.action_approval_waiting",
            "items": [self._home_approval(flow) for flow in flows],
        }

    def _home_approval(self, flow):
        return {
            "label": flow.name,
            "value": flow.requester_id.name,
            "state": "blue",
            "action": {
                "type": "ir.actions.act_window",
                "res_model": flow.res_model,
                "res_id": flow.res_id,
                "views": [[False, "form"]],
            },
            "button": {
                "label": self.env._("Approve"),
                "model": "ops.approval.flow",
                "method": "action_open_opinion",
                "args": [flow.ids],
            },
        }
