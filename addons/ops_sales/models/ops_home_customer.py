from odoo import api, models
from odoo.tools import format_date, format_datetime

from odoo.addons.ops_roles.models.ops_home_find import Wanted

WORKERS = ("ops_roles.group_sa", "ops_roles.group_bm", "ops_branch.group_branch_sales")
JUDGE = "ops_roles.group_sd"


class OpsHome(models.AbstractModel):
    """Dealings with customers: visits, requests and inquiries of mine, registrations to decide."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches, mine = super()._home_searches(), [("user_id", "=", self.env.uid)]
        if self._home_serves():
            today = self.env.company._ops_today()
            planned = [("state", "=", "planned"), ("planned_on", "<=", today), *mine]
            shown = ["partner_id", "planned_on", "is_late"]
            searches["visits"] = Wanted(
                self.env["ops.visit"], planned, shown, "planned_on desc, id desc"
            )
            shown = ["partner_id", "name", "due_at", "is_late"]
            searches["service_requests"] = Wanted(
                self.env["ops.service.request"],
                [("state", "=", "open"), *mine],
                shown,
                "due_at, id",
            )
            waiting = [("answer_by", "!=", False), ("answered_on", "=", False), *mine]
            shown = ["partner_id", "name", "answer_by", "is_late"]
            searches["inquiries"] = Wanted(self.env["ops.contact.log"], waiting, shown, "id desc")
        if self.env.user.has_group(JUDGE):
            conflict = [("ops_report_state", "=", "conflict")]
            shown = ["name", "ops_department_id"]
            searches["lead_conflicts"] = Wanted(self.env["crm.lead"], conflict, shown, "id")
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self._home_serves():
            cards += [self._home_visits(), self._home_requests(), self._home_inquiries()]
        if self.env.user.has_group(JUDGE):
            cards.append(self._home_lead_conflicts())
        return cards

    @api.model
    def _home_serves(self) -> bool:
        return any(self.env.user.has_group(group) for group in WORKERS)

    @api.model
    def _home_visits(self):
        return {
            "key": "visits",
            "section": "today",
            "sequence": 30,
            "title": self.env._("Visits of today and before"),
            "empty": self.env._("Customers you visit today appear here."),
            "action": "ops_sales.action_visit",
            "items": [
                {
                    "label": one.partner_id.name,
                    "value": format_date(self.env, one.planned_on),
                    "state": "red" if one.is_late else "blue",
                    "action": self._home_form(one),
                }
                for one in self._home_found("visits")
            ],
        }

    @api.model
    def _home_requests(self):
        return {
            "key": "service_requests",
            "section": "waiting",
            "sequence": 28,
            "title": self.env._("Service requests"),
            "empty": self.env._("What customers ask of you appears here, the most urgent first."),
            "action": "ops_sales.action_service_request",
            "items": [
                {
                    "label": f"{one.partner_id.name} · {one.name}",
                    "value": format_datetime(self.env, one.due_at, dt_format="MM-dd HH:mm"),
                    "state": "red" if one.is_late else "yellow",
                    "action": self._home_form(one),
                }
                for one in self._home_found("service_requests")
            ],
        }

    @api.model
    def _home_inquiries(self):
        return {
            "key": "inquiries",
            "section": "waiting",
            "sequence": 29,
            "title": self.env._("Inquiries to answer"),
            "empty": self.env._("Letters, mails and calls you still have to answer appear here."),
            "action": "ops_sales.action_contact_log",
            "items": [
                {
                    "label": f"{one.partner_id.name} · {one.name}",
                    "value": format_date(self.env, one.answer_by),
                    "state": "red" if one.is_late else "yellow",
                    "action": self._home_form(one),
                }
                for one in self._home_found("inquiries")
            ],
        }

    @api.model
    def _home_lead_conflicts(self):
        return {
            "key": "lead_conflicts",
            "section": "waiting",
            "sequence": 23,
            "title": self.env._("Registrations to decide"),
            "empty": self.env._("Customers that two branches have registered appear here."),
            "action": "ops_sales.action_lead_report",
            "items": [
                {
                    "label": one.name,
                    "value": one.ops_department_id.name or "",
                    "state": "yellow",
                    "action": self._home_form(one),
                }
                for one in self._home_found("lead_conflicts")
            ],
        }
