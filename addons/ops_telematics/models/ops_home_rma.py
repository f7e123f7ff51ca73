from odoo import api, models
from odoo.tools import format_date

from odoo.addons.ops_roles.models.ops_home_find import Wanted


class OpsHome(models.AbstractModel):
    """Terminals that are with their maker longer than he has."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if self._home_is("bm", "da"):
            shown = ["name", "partner_id", "due_on", "state"]
            late = [("is_late", "=", True)]
            searches["rmas_late"] = Wanted(self.env["ops.rma"], late, shown, "due_on, id")
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_is("bm", "da"):
            cards.append(self._home_rmas())
        return cards

    @api.model
    def _home_rmas(self):
        return {
            "key": "rmas_late",
            "section": "late",
            "sequence": 20,
            "title": self.env._("Makers who have not answered"),
            "empty": self.env._("Terminals that are with their maker for too long appear here."),
            "action": "ops_telematics.action_rma",
            "items": [
                {
                    "label": one.display_name,
                    "value": format_date(self.env, one.due_on),
                    "state": "red",
                    "action": self._home_form(one),
                }
                for one in self._home_found("rmas_late")
            ],
        }
