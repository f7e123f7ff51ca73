from odoo import api, models
from odoo.tools import format_date

from odoo.addons.ops_roles.models.ops_home_find import Wanted

ARCHIVE = ["vehicle_id", "due_on", "held_count", "wanted_count"]
#: Who sees that archives of vehicles are late.
KEEPERS = ("da", "dm", "bm")


class OpsHome(models.AbstractModel):
    """Vehicles and cards: archives that are late, cards that cost and carry nothing."""

    _inherit = "ops.home"

    @api.model
    def _home_is(self, *codes) -> bool:
        return any(self.env.user.has_group(f"ops_roles.group_{code}") for code in codes)

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if self._home_is(*KEEPERS):
            late = [("is_late", "=", True)]
            searches["archives_late"] = Wanted(self.env["ops.archive"], late, ARCHIVE, "due_on, id")
        if self._home_is("da", "dm"):
            idle = [("state", "=", "active"), ("current_id", "=", False)]
            shown = ["iccid", "account_id", "activated_on"]
            searches["cards_idle"] = Wanted(self.env["ops.sim"], idle, shown, "activated_on, id")
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_is(*KEEPERS):
            cards.append(self._home_archives())
        if self._home_is("da", "dm"):
            cards.append(self._home_idle())
        if self._home_is("da"):
            cards.append(self._home_register())
        return cards

    @api.model
    def _home_archives(self):
        return {
            "key": "archives_late",
            "section": "late",
            "sequence": 18,
            "title": self.env._("Archives that lack papers"),
            "empty": self.env._("Vehicles whose archive is not complete in time appear here."),
            "action": "ops_telematics.action_archive_late",
            "items": [
                {
                    "label": f"{one.vehicle_id.display_name} {one.held_count}/{one.wanted_count}",
                    "value": format_date(self.env, one.due_on),
                    "state": "red",
                    "action": self._home_form(one),
                }
                for one in self._home_found("archives_late")
            ],
        }

    @api.model
    def _home_idle(self):
        return {
            "key": "cards_idle",
            "section": "waiting",
            "sequence": 40,
            "title": self.env._("Active cards in no vehicle"),
            "empty": self.env._("Cards that are paid for and in no vehicle appear here."),
            "action": "ops_telematics.action_sim_idle",
            "items": [
                {
                    "label": one.iccid,
                    "value": format_date(self.env, one.activated_on),
                    "state": "yellow",
                    "action": self._home_form(one),
                }
                for one in self._home_found("cards_idle")
            ],
        }

    @api.model
    def _home_register(self):
        actions = {
            "action_register": self.env._("Register a vehicle"),
            "action_refit": self.env._("Replace a card or terminal"),
            "action_register_import": self.env._("Take in a list"),
        }
        return {
            "key": "telematics",
            "section": "shortcuts",
            "title": self.env._("Vehicles and cards"),
            "empty": "",
            "component": "buttons",
            "items": [
                {"label": label, "action": f"ops_telematics.{name}"}
                for name, label in actions.items()
            ],
        }
