from odoo import api, models

from odoo.addons.ops_roles.models.ops_home import LIMIT


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self.env.user.has_group("ops_roles.group_bm"):
            cards.append(self._home_branch())
        return cards

    @api.model
    def _home_branch(self):
        """Return the cockpit of a branch manager: what is open at his places, by kind."""
        branches = self.env["ops.branch"].search([("state", "!=", "closed")])
        things = branches._open_things()
        counts = branches._count_open(things)
        totals = {
            thing.key: sum(count for (_place, key), count in counts.items() if key == thing.key)
            for thing in things
        }
        return {
            "key": "branch_cockpit",
            "section": "waiting",
            "sequence": 15,
            "title": self.env._("Open at my branch"),
            "empty": self.env._("Transfers, orders, repairs and expenses not done appear here."),
            "action": "ops_branch.action_branch",
            "items": [
                self._home_branch_item(branches, thing, totals[thing.key])
                for thing in things
                if totals[thing.key]
            ][:LIMIT],
        }

    @api.model
    def _home_branch_item(self, branches, thing, count):
        return {
            "label": thing.label,
            "value": count,
            "state": "none",
            "action": {
                "type": "ir.actions.act_window",
                "name": thing.label,
                "res_model": thing.model,
                "views": [[False, "list"], [False, "form"]],
                "domain": [(thing.owner, "in", branches.department_id.ids), *thing.domain],
            },
        }
