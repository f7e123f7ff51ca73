from odoo import api, models
from odoo.fields import Domain

from odoo.addons.ops_roles.models.ops_home_find import Wanted

#: Whose turn it is: bills to check and hand in, bills to book.
TURNS = {
    "ops_roles.group_da": Domain("step", "in", ("draft", "checked"))
    & Domain("approval_state", "!=", "pending"),
    "ops_roles.group_fin": Domain("step", "=", "approved"),
}
SHOWN = ["operator_account_id", "period", "state", "exception_count"]


class OpsHome(models.AbstractModel):
    """Operators' bills that wait for the user; those to approve stand among the approvals."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if turns := self._home_settlement_turns():
            model = self.env["ops.settlement"]
            searches["settlements"] = Wanted(model, list(Domain.OR(turns)), SHOWN, "period, id")
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_settlement_turns():
            cards.append(self._home_settlements())
        return cards

    @api.model
    def _home_settlement_turns(self):
        return [turn for group, turn in TURNS.items() if self.env.user.has_group(group)]

    @api.model
    def _home_settlements(self):
        settlements = self._home_found("settlements")
        labels = dict(settlements._fields["state"]._description_selection(self.env))
        return {
            "key": "settlements",
            "section": "waiting",
            "sequence": 16,
            "title": self.env._("Operators' bills"),
            "empty": self.env._("Operators' bills that wait for you appear here."),
            "action": "ops_telematics.action_settlement",
            "items": [
                {
                    "label": one.display_name,
                    "value": labels[one.state],
                    "state": "yellow",
                    "action": {
                        "type": "ir.actions.act_window",
                        "res_model": one._name,
                        "res_id": one.id,
                        "views": [[False, "form"]],
                    },
                }
                for one in settlements
            ],
        }
