from odoo import api, models

from .ops_home import LIMIT
from .ops_platform import KEEPERS


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    def _home_cards(self):
        cards = super()._home_cards()
        if any(self.env.user.has_group(f"ops_roles.group_{code}") for code in KEEPERS):
            cards.append(self._home_platforms())
        return cards

    @api.model
    def _home_platforms(self):
        """Return the card of the platforms the user has not checked yet today."""
        due = self.env["ops.platform"].search_fetch(
            [
                ("keeper_id", "=", self.env.uid),
                ("check_daily", "=", True),
                ("today", "in", ["none"]),
            ],
            ["name"],
            limit=LIMIT,
        )
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
                for platform in due
            ],
        }
