from odoo import api, models

from odoo.addons.ops_roles.models.ops_home_find import Wanted

#: Whose turn it is in each state of an expense report.
TURNS = {
    "ops_roles.group_da": "collecting",
    "ops_roles.group_dm": "review",
    "ops_roles.group_sd": "review",
    "ops_roles.group_fin": "reviewed",
}


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches = super()._home_searches()
        if states := self._home_expense_states():
            searches["expense_reports"] = Wanted(
                self.env["ops.expense.report"],
                [("state", "in", states)],
                ["branch_id", "month", "state"],
                "month, branch_id",
            )
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if states := self._home_expense_states():
            cards.append(self._home_expense_reports(states))
        return cards

    @api.model
    def _home_expense_states(self):
        found = {state for group, state in TURNS.items() if self.env.user.has_group(group)}
        return sorted(found)

    @api.model
    def _home_carded(self):
        kind = "ops_branch.activity_expense_report"
        return [*super()._home_carded(), self.env["ir.model.data"]._xmlid_to_res_id(kind)]

    def _home_expense_reports(self, states):
        """Return the reports whose turn it is now: to hand in, to review, to settle."""
        reports = self._home_found("expense_reports")
        labels = dict(reports._fields["state"]._description_selection(self.env))
        items = [
            {
                "label": f"{report.sudo().branch_id.name} · {report.month:%Y-%m}",
                "value": labels[report.state],
                "state": "yellow",
                "action": {
                    "type": "ir.actions.act_window",
                    "res_model": "ops.expense.report",
                    "res_id": report.id,
                    "views": [[False, "form"]],
                },
            }
            for report in reports
        ]
        return {
            "key": "expense_reports",
            "section": "waiting",
            "sequence": 14,
            "title": self.env._("Expense reports"),
            "empty": self.env._("Reports of regions that wait for you appear here."),
            "action": "ops_branch.action_expense_report",
            "items": [*self._home_expense_start(states), *items],
        }

    def _home_expense_start(self, states):
        """Return the data administrator's button: last month of all branches at once."""
        if "collecting" not in states:
            return []
        return [
            {
                "label": self.env._("Reports of last month"),
                "value": "",
                "state": "none",
                "button": {
                    "label": self.env._("Prepare"),
                    "model": "ops.expense.report",
                    "method": "action_prepare_month",
                    "args": [],
                },
            }
        ]
