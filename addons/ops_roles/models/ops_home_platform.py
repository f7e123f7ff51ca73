from odoo import api, models

from .ops_home_find import Wanted
from .ops_platform import KEEPERS


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if self._home_keeps_platforms():
            platforms = self.env["ops.platform"]
            due = [
                ("keeper_id", "=", self.env.uid),
                ("check_daily", "=", True),
                ("today", "in", ["none"]),
            ]
            searches["platforms"] = Wanted(platforms, due, ["name"], platforms._order)
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_keeps_platforms():
            cards.append(self._home_platforms())
        return cards

    def _home_keeps_platforms(self) -> bool:
        return any(self.env.user.has_group(f"ops_roles.group_{code}") for code in KEEPERS)

    @api.model
    def _home_platforms(self):
        """Return the card of the platforms the user has not checked yet today."""
        return {
            "key": "platforms",
            "section": "today",
            "sequence": 30,
            "title": self.env._("Platforms to check"),
            "empty": self.env._("Platforms you look after appear here until you checked them."),
            "action": "ops_roles.action_platform",
            "items": [
                {
                    "label": platform.name,
                    "value": "",
                    "state": "yellow",
                    "action": {
                        "type": "ir.actions.act_window",
                        "res_model": "ops.platform",
                        "res_id": platform.id,
                        "views": [[False, "form"]],
                    },
                    "button": {
                        "label": self.env._("All well"),
                        "model": "ops.platform",
                        "method": "action_all_well",
                        "args": [platform.ids],
                    },
                }
                for platform in self._home_found("platforms")
            ],
        }
