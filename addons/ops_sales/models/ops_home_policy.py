from odoo import api, models

from odoo.addons.ops_roles.models.ops_home_find import Wanted

HELD = [
    ("ops_held", "=", True),
    ("state", "in", ("draft", "sent")),
    ("approval_state", "in", ("draft", "refused")),
]


SELLERS = ("ops_roles.group_sa", "ops_branch.group_branch_sales")


class OpsHome(models.AbstractModel):
    """One's own quotations that a sales policy holds back."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if self._home_sells():
            mine = ["|", ("user_id", "=", self.env.uid), ("create_uid", "=", self.env.uid), *HELD]
            shown = ["name", "partner_id", "approval_state"]
            searches["orders_held"] = Wanted(self.env["sale.order"], mine, shown, "id")
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_sells():
            cards.append(self._home_orders_held())
        return cards

    @api.model
    def _home_sells(self) -> bool:
        return any(self.env.user.has_group(group) for group in SELLERS)

    @api.model
    def _home_orders_held(self):
        return {
            "key": "orders_held",
            "section": "waiting",
            "sequence": 20,
            "title": self.env._("Quotations below the floor"),
            "empty": self.env._("Quotations whose prices a sales policy holds back appear here."),
            "action": "ops_sales.action_order_held",
            "items": [
                {
                    "label": f"{one.name} · {one.partner_id.name}",
                    "value": self.env._("refused")
                    if one.approval_state == "refused"
                    else self.env._("to submit"),
                    "state": "red" if one.approval_state == "refused" else "yellow",
                    "action": self._home_form(one),
                }
                for one in self._home_found("orders_held")
            ],
        }
