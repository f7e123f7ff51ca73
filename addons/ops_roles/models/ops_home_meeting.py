from odoo import api, models
from odoo.tools import format_datetime

from .ops_home_find import Wanted


class OpsHome(models.AbstractModel):
    _inherit = "ops.home"

    @api.model
    def _home_carded(self):
        kind = "ops_roles.activity_minutes"
        return [*super()._home_carded(), self.env["ir.model.data"]._xmlid_to_res_id(kind)]

    @api.model
    def _home_searches(self):
        unread = [("user_id", "=", self.env.uid), ("read_at", "=", False)]
        domain = [("state", "=", "sent"), ("attendee_ids", "any", unread)]
        meetings = self.env["ops.meeting"]
        wanted = Wanted(meetings, domain, ["name", "start"], meetings._order)
        return {**super()._home_searches(), "minutes": wanted}

    @api.model
    def _home_cards(self):
        return [*super()._home_cards(), self._home_minutes()]

    @api.model
    def _home_office_buttons(self):
        call = {"label": self.env._("Call a meeting"), "action": "ops_roles.action_meeting_new"}
        return [*super()._home_office_buttons(), call]

    def _home_minutes(self):
        return {
            "key": "minutes",
            "section": "waiting",
            "sequence": 30,
            "title": self.env._("Minutes to read"),
            "empty": self.env._("Minutes of meetings you were invited to appear here."),
            "action": "ops_roles.action_meeting",
            "items": [self._home_meeting(meeting) for meeting in self._home_found("minutes")],
        }

    def _home_meeting(self, meeting):
        return {
            "label": meeting.name,
            "value": format_datetime(self.env, meeting.start, dt_format="short"),
            "state": "blue",
            "action": {
                "type": "ir.actions.act_window",
                "res_model": "ops.meeting",
                "res_id": meeting.id,
                "views": [[False, "form"]],
            },
            "button": {
                "label": self.env._("Read"),
                "model": "ops.meeting",
                "method": "action_read",
                "args": [meeting.ids],
            },
        }
