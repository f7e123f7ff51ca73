from odoo import api, models
from odoo.tools import format_date

from odoo.addons.ops_roles.models.ops_home_find import Wanted


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if self.env.user.has_group("ops_branch.group_cashier"):
            searches["till"] = self._home_cash_days([("state", "!=", "accepted")])
        if self.env.user.has_group("ops_roles.group_fin"):
            searches["cash_acceptance"] = self._home_cash_days([("state", "=", "closed")])
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self.env.user.has_group("ops_branch.group_cashier"):
            cards.append(self._home_till())
        if self.env.user.has_group("ops_roles.group_fin"):
            cards.append(self._home_cash_acceptance())
        return cards

    @api.model
    def _home_till(self):
        """Return the cashier's days that are not accepted, and the button of today's till."""
        today = {
            "label": self.env._("Till of today"),
            "value": "",
            "state": "none",
            "button": {
                "label": self.env._("Go to the till"),
                "model": "ops.cash.day",
                "method": "action_open_today",
                "args": [[]],
            },
        }
        return {
            "key": "till",
            "section": "waiting",
            "sequence": 10,
            "title": self.env._("My till"),
            "empty": "",
            "action": "ops_branch.action_cash_day",
            "items": [today, *(self._home_cash_day(day) for day in self._home_found("till"))],
        }

    @api.model
    def _home_cash_acceptance(self):
        """Return the days that cashiers have closed, each to be accepted in place."""
        accept = {"label": self.env._("Accept"), "model": "ops.cash.day", "method": "action_accept"}
        return {
            "key": "cash_acceptance",
            "section": "waiting",
            "sequence": 12,
            "title": self.env._("Cash days to accept"),
            "empty": self.env._("Days that cashiers have closed appear here."),
            "action": "ops_branch.action_cash_day_fin",
            "items": [
                {**self._home_cash_day(day), "button": {**accept, "args": [day.ids]}}
                for day in self._home_found("cash_acceptance")
            ],
        }

    @api.model
    def _home_cash_days(self, domain):
        shown = ["branch_id", "date", "state", "difference", "counted"]
        return Wanted(self.env["ops.cash.day"], domain, shown, "date, id")

    @api.model
    def _home_cash_day(self, day):
        """A returned day or one with a difference stands out."""
        odd = day.state == "returned" or (day.state == "closed" and day.difference)
        return {
            "label": f"{day.sudo().branch_id.name} · {format_date(self.env, day.date)}",
            "value": dict(day._fields["state"]._description_selection(self.env))[day.state],
            "state": "red" if odd else "blue",
            "action": {
                "type": "ir.actions.act_window",
                "res_model": "ops.cash.day",
                "res_id": day.id,
                "views": [[False, "form"]],
            },
        }
