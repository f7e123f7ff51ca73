from odoo import models

from .mail_activity_document import BY_BUTTON


class OpsHome(models.AbstractModel):
    """To-dos that their own record fulfils are opened from the home page, not ticked off."""

    _inherit = "ops.home"

    def _home_activity(self, activity, today):
        item = super()._home_activity(activity, today)
        find = self.env["ir.model.data"]._xmlid_to_res_id
        if activity.activity_type_id.id in [find(name) for name in BY_BUTTON]:
            item.pop("button")
        return item
