from odoo import api, models
from odoo.tools import format_amount

from odoo.addons.ops_roles.models.ops_home_find import Wanted

#: Who sees what is left with operators.
SEES = ("da", "dm", "fin")


class OpsHome(models.AbstractModel):
    """What is left with operators that are paid beforehand, and top-ups finance has to pay."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if self._home_is(*SEES):
            model = self.env["ops.operator.account"]
            searches["prepaid"] = Wanted(model, [("is_prepaid", "=", True)], ["name"], "name, id")
        if self._home_is("fin"):
            model, due = self.env["ops.sim.batch"], [("payable", ">", 0), ("is_paid", "=", False)]
            searches["topups"] = Wanted(model, due, ["name", "account_id", "payable"])
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_is(*SEES):
            cards.append(self._home_prepaid())
        if self._home_is("fin"):
            cards.append(self._home_topups())
        return cards

    @api.model
    def _home_money(self, amount) -> str:
        return format_amount(self.env, amount, self.env.company.currency_id)

    @api.model
    def _home_prepaid(self):
        return {
            "key": "prepaid",
            "section": "indicators",
            "sequence": 40,
            "title": self.env._("Balances with operators"),
            "empty": self.env._("What is left with operators that are paid beforehand."),
            "action": "ops_telematics.action_operator_account",
            "items": [
                {
                    "label": one.name,
                    "value": self._home_money(one.prepaid_balance),
                    "state": "red" if one.is_low else "blue",
                    "action": self._home_form(one),
                }
                for one in self._home_found("prepaid")
            ],
        }

    @api.model
    def _home_topups(self):
        return {
            "key": "topups",
            "section": "waiting",
            "sequence": 18,
            "title": self.env._("Top-ups to pay"),
            "empty": self.env._("Top-ups of balances and cards that are approved appear here."),
            "action": "ops_telematics.action_sim_batch",
            "items": [
                {
                    "label": f"{one.name} · {one.account_id.name}",
                    "value": self._home_money(one.payable),
                    "state": "yellow",
                    "action": self._home_form(one),
                }
                for one in self._home_found("topups")
            ],
        }
