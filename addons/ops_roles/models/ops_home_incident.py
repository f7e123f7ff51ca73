from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from .ops_home_find import Wanted


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    @api.model
    def _home_carded(self):
        kind = "ops_roles.activity_incident"
        return [*super()._home_carded(), self.env["ir.model.data"]._xmlid_to_res_id(kind)]

    @api.model
    def _home_searches(self):
        mine = Domain("user_id", "=", self.env.uid) & Domain("confirmed_at", "=", False)
        shown = ["incident_id", "due_at", "confirmed_at", "was_late"]
        notices = self.env["ops.incident.notice"].sudo()
        order = notices._order
        return {**super()._home_searches(), "incidents": Wanted(notices, mine, shown, order)}

    @api.model
    def _home_cards(self):
        return [*super()._home_cards(), self._home_incidents()]

    @api.model
    def _home_office_buttons(self):
        report = {
            "label": self.env._("Report an incident"),
            "action": "ops_roles.action_incident_new",
        }
        return [*super()._home_office_buttons(), report]

    def _home_incidents(self):
        return {
            "key": "incidents",
            "section": "waiting",
            "sequence": 5,
            "title": self.env._("Incidents to confirm"),
            "empty": self.env._("Incidents you must know of appear here at once."),
            "action": "ops_roles.action_incident",
            "items": [self._home_incident(one) for one in self._home_found("incidents")],
        }

    def _home_incident(self, notice):
        incident = notice.incident_id
        return {
            "label": f"{incident.severity_id.name} {incident.name}",
            "value": format_datetime(self.env, notice.due_at, dt_format="short"),
            "state": "red" if notice.is_late else "yellow",
            "action": {
                "type": "ir.actions.act_window",
                "res_model": "ops.incident",
                "res_id": incident.id,
                "views": [[False, "form"]],
            },
            "button": {
                "label": self.env._("I know of it"),
                "model": "ops.incident",
                "method": "action_confirm",
                "args": [incident.ids],
            },
        }
