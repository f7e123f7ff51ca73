from odoo import api, models
from odoo.tools import format_date


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    def _home_cards(self):
        cards = super()._home_cards()
        if any(map(self.env.user.has_group, ("ops_roles.group_adm", "ops_roles.group_om"))):
            cards.append(self._home_subject_requests())
        return cards

    @api.model
    def _home_subject_requests(self):
        """Return the card of open requests about personal data, by state with the next due day."""
        requests = self.env["ops.subject.request"]
        groups = requests._read_group(
            [("state", "not in", ("done", "refused"))], ["state"], ["__count", "due_date:min"]
        )
        labels = dict(requests._fields["state"]._description_selection(self.env))
        today = self.env.company._ops_today()
        return {
            "key": "subject_requests",
            "section": "waiting",
            "sequence": 40,
            "title": self.env._("Requests about personal data"),
            "empty": self.env._("Who asks what we hold of his number appears here, by due day."),
            "action": "ops_roles.ops_subject_request_action",
            "items": [
                {
                    "label": self.env._("%(count)s: %(state)s", count=count, state=labels[state]),
                    "value": format_date(self.env, due),
                    "state": "red" if due < today else "yellow" if state == "approval" else "blue",
                    "action": "ops_roles.ops_subject_request_action",
                }
                for state, count, due in groups
            ],
        }
