from odoo import api, models
from odoo.tools import format_date

from odoo.addons.ops_roles.models.ops_home_find import Wanted

IN_FORCE = ("confirmed", "sealed", "running")
#: Card: group, whose turn, columns shown, order.
TURNS = {
    "contracts_seal": ("ops_roles.group_sa", [("state", "in", ("confirmed", "sealed"))], "id"),
    "contracts_due": (
        "ops_roles.group_sd",
        [("expiry", "=", "due"), ("state", "in", IN_FORCE), ("renewal_ids", "=", False)],
        "date_to, id",
    ),
}


class OpsHome(models.AbstractModel):
    """Contracts to seal and archive; contracts that end soon."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        for key, (group, wanted, order) in TURNS.items():
            if self.env.user.has_group(group):
                shown = ["number", "name", "partner_id", "state", "date_to"]
                searches[key] = Wanted(self.env["ops.contract"], wanted, shown, order)
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self.env.user.has_group(TURNS["contracts_seal"][0]):
            cards.append(self._home_contracts_seal())
        if self.env.user.has_group(TURNS["contracts_due"][0]):
            cards.append(self._home_contracts_due())
        return cards

    @api.model
    def _home_contracts_seal(self):
        labels = {"confirmed": self.env._("to seal"), "sealed": self.env._("scan to archive")}
        return {
            "key": "contracts_seal",
            "section": "waiting",
            "sequence": 22,
            "title": self.env._("Contracts to seal and archive"),
            "empty": self.env._(
                "Confirmed contracts to seal, and sealed ones to scan, appear here."
            ),
            "action": "ops_sales.action_contract",
            "items": [
                {
                    "label": f"{one.number} {one.name}",
                    "value": labels[one.state],
                    "state": "yellow",
                    "action": self._home_form(one),
                }
                for one in self._home_found("contracts_seal")
            ],
        }

    @api.model
    def _home_contracts_due(self):
        return {
            "key": "contracts_due",
            "section": "waiting",
            "sequence": 24,
            "title": self.env._("Contracts that end soon"),
            "empty": self.env._("Contracts whose last day is near appear here."),
            "action": "ops_sales.action_contract_expiry",
            "items": [
                {
                    "label": f"{one.number} · {one.partner_id.name}",
                    "value": format_date(self.env, one.date_to),
                    "state": "yellow",
                    "action": self._home_form(one),
                }
                for one in self._home_found("contracts_due")
            ],
        }
