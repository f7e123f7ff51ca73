from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from .ops_directive_line import OPEN
from .ops_home import LIMIT


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    @api.model
    def _home_carded(self):
        kind = "ops_roles.activity_directive"
        return [*super()._home_carded(), self.env["ir.model.data"]._xmlid_to_res_id(kind)]

    @api.model
    def _home_cards(self):
        waiting = self._home_directive_lines()
        late = waiting.filtered(lambda line: line.light == "red")
        return [
            *super()._home_cards(),
            {
                "key": "directives",
                "section": "waiting",
                "sequence": 15,
                "title": self.env._("Directives"),
                "empty": self.env._("Directives to sign for, to do and to check appear here."),
                "action": "ops_roles.action_directive_line",
                "items": [self._home_directive(line) for line in (waiting - late)[:LIMIT]],
            },
            {
                "key": "directives_late",
                "section": "late",
                "sequence": 15,
                "title": self.env._("Overdue directives"),
                "empty": self.env._("Your overdue directives appear here in red."),
                "action": "ops_roles.action_directive_line",
                "items": [self._home_directive(line) for line in late[:LIMIT]],
            },
            self._home_directive_shortcuts(),
        ]

    def _home_directive_lines(self):
        """Return the lines whose next step is the user's, by day due."""
        me = Domain("user_id", "=", self.env.uid) & Domain("state", "in", ("issued", "doing"))
        check = Domain("checker_id", "=", self.env.uid) & Domain("state", "=", "done")
        decide = Domain("issuer_id", "=", self.env.uid) & Domain(
            "extension_ids.state", "=", "asked"
        )
        lines = self.env["ops.directive.line"].sudo()
        shown = ["directive_id", "executor_id", "user_id", "checker_id", "issuer_id"]
        return lines.search_fetch(
            (me | check | decide) & Domain("state", "in", OPEN),
            [*shown, "state", "due"],
            limit=4 * LIMIT,
        )

    def _home_directive(self, line):
        labels = {
            "issued": (self.env._("Sign for"), "action_receive"),
            "doing": (self.env._("Report"), "action_report"),
            "done": (self.env._("Accept"), "action_accept"),
        }
        mine = self.env.user in (line.user_id if line.state != "done" else line.checker_id)
        label, method = labels[line.state]
        title = line.name if mine and line.state != "done" else line.display_name
        item = {
            "label": title,
            "value": format_date(self.env, line.due),
            "state": line.light or "none",
            "action": {
                "type": "ir.actions.act_window",
                "res_model": "ops.directive.line",
                "res_id": line.id,
                "views": [[False, "form"]],
            },
        }
        if mine:
            item["button"] = {
                "label": label,
                "model": "ops.directive.line",
                "method": method,
                "args": [line.ids],
            }
        else:
            item["trend"] = self.env._("More time asked")
        return item

    def _home_directive_shortcuts(self):
        return {
            "key": "office",
            "section": "shortcuts",
            "sequence": 20,
            "component": "buttons",
            "title": self.env._("Office"),
            "empty": "",
            "items": self._home_office_buttons(),
        }

    @api.model
    def _home_office_buttons(self) -> list:
        """Return the shortcuts of daily office work; extend by adding to the list."""
        return [{"label": self.env._("New directive"), "action": "ops_roles.action_directive_new"}]
