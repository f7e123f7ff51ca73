from odoo import api, models

from odoo.addons.ops_roles.models.ops_home import LIMIT

from .ops_branch_cockpit import in_places

#: Work of which any is too much.
ALARMS = ("counts", "incidents", "promises", "missing")


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self.env.user.has_group("ops_roles.group_bm"):
            cards.append(self._home_morning())
        return cards

    @api.model
    def _home_morning(self):
        """Return the morning list of a branch manager: till, muster, and what is due today."""
        branches = self.env["ops.branch"].search([("state", "!=", "closed")])
        figures = [
            self._home_morning_item(branches, thing, count)
            for thing, count in branches._cockpit_totals()
        ]
        devices = self._home_devices(branches)
        return {
            "key": "branch_morning",
            "section": "waiting",
            "sequence": 4,
            "title": self.env._("This morning at my branch"),
            "empty": self.env._("Till, muster and what is due today appear here."),
            "action": "ops_branch.action_branch_cockpit",
            "items": [
                self._home_tills(branches),
                self._home_muster(branches),
                *figures,
                *devices,
            ][:LIMIT],
        }

    @api.model
    def _home_tills(self, branches):
        late = branches.filtered("cash_is_late")
        return {
            "label": self.env._("Till of the last working day"),
            "value": self.env._("%s not closed", len(late)) if late else self.env._("Closed"),
            "state": "red" if late else "blue",
            "action": "ops_branch.action_branch_unclosed" if late else "ops_branch.action_cash_day",
        }

    @api.model
    def _home_muster(self, branches):
        counts = branches._cockpit_musters().values()
        here, people = (sum(one[place] for one in counts) for place in (0, 1))
        return {
            "label": self.env._("Muster of today"),
            "value": f"{here} / {people}" if people else self.env._("Not taken"),
            "state": "blue" if people and here == people else "yellow",
            "action": "ops_branch.action_muster",
            "button": {
                "label": self.env._("Take it"),
                "model": "ops.muster",
                "method": "action_open_today",
                "args": [],
            },
        }

    @api.model
    def _home_morning_item(self, branches, thing, count):
        alarm = thing.key in ALARMS and count
        return {
            "label": thing.label,
            "value": count,
            "state": "red" if alarm else "none",
            "action": {
                "type": "ir.actions.act_window",
                "name": thing.label,
                "res_model": thing.model,
                "views": [[False, "list"], [False, "form"]],
                "domain": in_places(thing, branches),
            },
        }

    @api.model
    def _home_devices(self, branches):
        offline = branches._devices_offline()
        if not offline:
            return []
        count = sum(offline.values())
        return [
            {
                "label": self.env._("Devices offline"),
                "value": count,
                "state": "yellow" if count else "none",
                "action": "ops_branch.action_branch_cockpit",
            }
        ]
