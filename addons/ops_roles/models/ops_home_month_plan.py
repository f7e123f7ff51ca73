from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from .ops_home_find import Wanted

ROLES = ("mm", "dm", "sd", "bm", "sa", "da")


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if self._home_plans():
            mine = Domain("user_id", "=", self.env.uid) & Domain("is_late", "=", True)
            items = self.env["ops.month.plan.item"]
            searches["month_plan"] = Wanted(items, mine, ["name", "start"], items._order)
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_plans():
            cards.append(self._home_plan_items())
        return cards

    def _home_plans(self) -> bool:
        """Tell whether the user's role has a month plan."""
        return any(self.env.user.has_group(f"ops_roles.group_{role}") for role in ROLES)

    def _home_plan_items(self):
        return {
            "key": "month_plan",
            "section": "late",
            "sequence": 30,
            "title": self.env._("Activities to report"),
            "empty": self.env._("Planned activities that are over appear here to be reported."),
            "action": "ops_roles.action_month_plan_item",
            "items": [self._home_plan_item(item) for item in self._home_found("month_plan")],
        }

    def _home_plan_item(self, item):
        return {
            "label": item.name,
            "value": format_datetime(self.env, item.start, dt_format="short"),
            "state": "red",
            "action": {
                "type": "ir.actions.act_window",
                "res_model": "ops.month.plan.item",
                "res_id": item.id,
                "views": [[False, "form"]],
            },
            "button": {
                "label": self.env._("Done"),
                "model": "ops.month.plan.item",
                "method": "action_done",
                "args": [item.ids],
            },
        }
