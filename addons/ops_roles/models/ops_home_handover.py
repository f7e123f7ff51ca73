from odoo import models
from odoo.tools import format_date


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    def _home_cards(self):
        return [*super()._home_cards(), *self._home_handover()]

    def _home_handover(self):
        """Return a card only while the user hands over or takes over planned work."""
        groups = self.env["ops.role.handover"]._read_group(
            [
                "&",
                ("state", "=", "planned"),
                "|",
                ("from_user_id", "=", self.env.uid),
                ("to_user_id", "=", self.env.uid),
            ],
            ["from_user_id", "to_user_id", "date_begin:day"],
            ["__count"],
        )
        if not groups:
            return []
        return [
            {
                "key": "handover",
                "section": "waiting",
                "sequence": 30,
                "title": self.env._("Hand-over"),
                "empty": "",
                "action": "ops_roles.action_handover",
                "items": [self._home_handover_item(*group) for group in groups],
            }
        ]

    def _home_handover_item(self, giver, taker, day, count):
        giving = giver == self.env.user
        other = taker if giving else giver
        label = (
            self.env._("%(count)s pieces of work to %(name)s", count=count, name=other.name)
            if giving
            else self.env._("%(count)s pieces of work from %(name)s", count=count, name=other.name)
        )
        return {
            "label": label,
            "value": format_date(self.env, day),
            "state": "yellow",
            "action": "ops_roles.action_handover",
        }
