from odoo import api, models
from odoo.tools import format_date

from odoo.addons.ops_roles.models.ops_home_find import Wanted

#: Who has customers renew.
RENEW = ("dm", "mm", "sa", "bm")


class OpsHome(models.AbstractModel):
    """Service fees that are overdue and due."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if self._home_is(*RENEW):
            model, shown = self.env["ops.service.charge"], ["partner_id", "vehicle_id", "kind"]
            for expiry in ("due", "overdue"):
                wanted = [("expiry", "=", expiry), ("state", "=", "running")]
                searches[f"fees_{expiry}"] = Wanted(
                    model, wanted, [*shown, "valid_until"], "valid_until, id"
                )
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_is(*RENEW):
            titles = {
                "due": ("waiting", self.env._("Service fees due")),
                "overdue": ("late", self.env._("Service fees overdue")),
            }
            cards += [self._home_fees(expiry, *parts) for expiry, parts in titles.items()]
        return cards

    @api.model
    def _home_fees(self, expiry, section, title):
        return {
            "key": f"fees_{expiry}",
            "section": section,
            "sequence": 30,
            "title": title,
            "empty": self.env._("Fees that customers have to renew appear here."),
            "action": "ops_telematics.action_service_renewal",
            "items": [
                {
                    "label": f"{one.vehicle_id.display_name} · {one.partner_id.name}",
                    "value": format_date(self.env, one.valid_until),
                    "state": "red" if expiry == "overdue" else "yellow",
                    "action": self._home_form(one),
                }
                for one in self._home_found(f"fees_{expiry}")
            ],
        }
