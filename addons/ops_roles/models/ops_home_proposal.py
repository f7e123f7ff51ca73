from odoo import api, models


class OpsHome(models.AbstractModel):
    """Proposals: one's own by a shortcut, those on one's desk decided on in place."""

    _inherit = "ops.home"

    @api.model
    def _home_office_buttons(self):
        propose = {
            "label": self.env._("Make a proposal"),
            "action": "ops_roles.action_proposal_new",
        }
        return [*super()._home_office_buttons(), propose]

    def _home_activity(self, activity, today):
        item = super()._home_activity(activity, today)
        if activity.res_model == "ops.proposal":
            item["button"] = {
                "label": self.env._("Verdict"),
                "model": "ops.proposal",
                "method": "action_verdict",
                "args": [[activity.res_id]],
            }
        return item
