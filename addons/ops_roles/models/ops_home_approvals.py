from odoo import api, models

from .ops_home import LIMIT


class OpsHome(models.AbstractModel):
    """What waits for the user's signature, approved in place."""

    _inherit = "ops.home"

    @api.model
    def _home_carded(self):
        kind = "ops_roles.mail_activity_type_approval"
        return [*super()._home_carded(), self.env["ir.model.data"]._xmlid_to_res_id(kind)]

    @api.model
    def _home_cards(self):
        waiting = self._home_approval_flows()
        late = waiting.filtered("is_late")
        return [
            *super()._home_cards(),
            {
                "key": "approvals",
                "section": "waiting",
                "sequence": 5,
                "title": self.env._("Waiting for my approval"),
                "empty": self.env._("What others submit for your signature appears here."),
                "action": "ops_roles.action_approval_waiting",
                "items": [self._home_approval(flow) for flow in (waiting - late)[:LIMIT]],
            },
            {
                "key": "approvals_late",
                "section": "late",
                "sequence": 5,
                "title": self.env._("Overdue approvals"),
                "empty": self.env._("What waits too long for your signature appears here in red."),
                "action": "ops_roles.action_approval_waiting",
                "items": [self._home_approval(flow) for flow in late[:LIMIT]],
            },
        ]

    @api.model
    def _home_approval_flows(self):
        """Return the approvals whose turn is the user's, the longest waiting first."""
        flows = self.env["ops.approval.flow"].search_fetch(
            [("waiting_user_ids", "in", self.env.uid), ("state", "=", "pending")],
            ["name", "requester_id", "res_model", "res_id", "state", "due_at"],
            order="submitted_at, id",
            limit=4 * LIMIT,
        )
        # Names of the requesters and of the user himself, whom other cards read, at once.
        (flows.requester_id | self.env.user).mapped("name")
        return flows

    def _home_approval(self, flow):
        return {
            "label": flow.name,
            "value": flow.requester_id.name,
            "state": "red" if flow.is_late else "blue",
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
