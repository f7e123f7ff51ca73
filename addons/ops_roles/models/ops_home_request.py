from odoo import models


class OpsHome(models.AbstractModel):
    """To-dos of granted requests are fulfilled, or confirmed, from the home page."""

    _inherit = "ops.home"

    def _home_activity(self, activity, today):
        item = super()._home_activity(activity, today)
        if activity.res_model == "ops.request":
            item["button"] = self._home_request_button(activity)
        return item

    def _home_request_button(self, activity):
        orders = self.env.user.has_group("ops_roles.group_fin")
        return {
            "label": self.env._("Order or pay") if orders else self.env._("In hand"),
            "model": "ops.request",
            "method": "action_next",
            "args": [[activity.res_id]],
        }
