from odoo import api, models
from odoo.tools import format_amount

from odoo.addons.ops_roles.models.ops_home_find import Wanted

#: Who follows payments up, and whose: one's own, or all of the branches in charge.
OWN = ("ops_branch.group_branch_sales",)
ALL = ("ops_roles.group_sa", "ops_roles.group_bm", "ops_roles.group_dm")
SHOWN = ["partner_id", "name", "residual", "days_late", "contract_id", "currency_id"]


class OpsHome(models.AbstractModel):
    """Payments of contracts that are overdue, the oldest first."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if (wanted := self._home_collection_wanted()) is not None:
            model = self.env["ops.collection.line"]
            searches["collection_late"] = Wanted(model, wanted, SHOWN, "due_on, sequence, id")
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_collection_wanted() is not None:
            cards.append(self._home_collection_late())
        return cards

    @api.model
    def _home_collection_wanted(self):
        late = [("is_late", "=", True)]
        if any(self.env.user.has_group(group) for group in ALL):
            return late
        if any(self.env.user.has_group(group) for group in OWN):
            return [*late, ("user_id", "=", self.env.uid)]
        return None

    @api.model
    def _home_collection_late(self):
        return {
            "key": "collection_late",
            "section": "late",
            "sequence": 26,
            "title": self.env._("Payments overdue"),
            "empty": self.env._("Payments of contracts that are overdue appear here."),
            "action": "ops_sales.action_collection_late",
            "items": [
                {
                    "label": f"{one.partner_id.name} · {one.name}",
                    "value": self.env._(
                        "%(amount)s, %(days)s days",
                        amount=format_amount(self.env, one.residual, one.currency_id),
                        days=one.days_late,
                    ),
                    "state": "red",
                    "action": self._home_form(one),
                }
                for one in self._home_found("collection_late")
            ],
        }
