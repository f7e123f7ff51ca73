from odoo import api, fields, models

from ..core.figures import MONTHS, period_start

STATES = {"green": "blue", "yellow": "yellow", "red": "red", "none": "none"}


class OpsHome(models.AbstractModel):
    """My figures: targets of the current periods, of the person and of what he answers for."""

    _inherit = "ops.home"

    @api.model
    def _home_cards(self):
        return [*super()._home_cards(), self._home_targets()]

    def _home_targets(self):
        today = fields.Date.context_today(self)
        starts = {period_start(kind, today) for kind in MONTHS}
        own = [("employee_id.user_id", "=", self.env.uid), ("state", "=", "current")]
        places = self.env["ops.role.assignment"].sudo()._search(own).subselect("department_id")
        targets = self.env["ops.target"].search_fetch(
            [
                ("date_from", "in", list(starts)),
                ("date_to", ">=", today),
                "|",
                ("employee_id.user_id", "=", self.env.uid),
                "&",
                ("scope", "!=", "employee"),
                ("department_id", "in", places),
            ],
            ["indicator_id", "scope_name", "period", "value", "actual", "light", "trend"],
            limit=12,
            order="scope desc, kind, indicator_id",
        )
        return {
            "key": "targets",
            "section": "indicators",
            "sequence": 20,
            "component": "figures",
            "title": self.env._("My targets"),
            "empty": self.env._("Your targets with value and trend appear here once they are set."),
            "action": "ops_roles.action_ops_target",
            "items": [self._home_target(target) for target in targets],
        }

    def _home_target(self, target):
        indicator = target.indicator_id
        return {
            "label": f"{indicator.name} · {target.scope_name} · {target.period}",
            "value": indicator._format(target.actual),
            "state": STATES[target.light],
            "trend": self._home_beside(indicator, target),
            "action": {
                "type": "ir.actions.act_window",
                "res_model": "ops.target",
                "res_id": target.id,
                "views": [[False, "form"]],
            },
        }

    def _home_beside(self, indicator, target):
        """The target, and where the figure comes from."""
        wanted = self.env._("target %(value)s", value=indicator._format(target.value))
        return " · ".join(filter(None, [wanted, self._home_trend(indicator, target.trend or [])]))

    def _home_trend(self, indicator, values):
        """An arrow and the value of the period before, when there is one."""
        if len(values) < 2 or values[-1] is None or not values[-2]:
            return ""
        arrow = "↗" if values[-1] > values[-2] else "↘" if values[-1] < values[-2] else "→"
        return self.env._(
            "%(arrow)s before %(value)s", arrow=arrow, value=indicator._format(values[-2])
        )
