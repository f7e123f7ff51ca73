from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from odoo.addons.ops_roles.models.ops_home_find import Wanted

from .ops_platform_notice import OPEN

NOTICE = ["subject", "plate", "vehicle_id", "due_at", "state", "priority"]
REPAIR = ["name", "ops_vehicle_id", "ops_done_at", "ops_audit", "state", "ops_fault"]
#: Repairs of a branch that wait for its people.
UNDONE = Domain("ops_vehicle_id", "!=", False) & (
    Domain("state", "in", ("draft", "confirmed", "under_repair"))
    | Domain("ops_audit", "=", "returned")
)
TO_AUDIT = Domain("ops_audit", "=", "waiting")


class OpsHome(models.AbstractModel):
    """Notices nobody has handled, repairs to audit; repairs of a branch for its people."""

    _inherit = "ops.home"

    @api.model
    def _home_searches(self):
        searches, user = super()._home_searches(), self.env.user
        if user.has_group("ops_roles.group_da"):
            notices, waiting = self.env["ops.platform.notice"], [("state", "in", OPEN)]
            searches["notices"] = Wanted(notices, waiting, NOTICE, notices._order)
            searches["repairs_audit"] = self._home_repair_wanted(TO_AUDIT, "ops_done_at, id")
        if self._home_repairs_here():
            searches["repairs"] = self._home_repair_wanted(UNDONE, "schedule_date, id")
        return searches

    @api.model
    def _home_cards(self):
        cards = super()._home_cards()
        if self.env.user.has_group("ops_roles.group_da"):
            cards += [self._home_notices(), self._home_repairs_audit()]
        if self._home_repairs_here():
            cards.append(self._home_repairs())
        return cards

    @api.model
    def _home_repairs_here(self):
        user = self.env.user
        return user.has_group("ops_branch.group_technician") or user.has_group("ops_roles.group_bm")

    @api.model
    def _home_repair_wanted(self, domain, order):
        return Wanted(self.env["repair.order"], list(domain), REPAIR, order)

    @api.model
    def _home_notices(self):
        return {
            "key": "notices",
            "section": "waiting",
            "sequence": 8,
            "title": self.env._("Notices of platforms"),
            "empty": self.env._("Notices that nobody has handled yet appear here."),
            "action": "ops_telematics.action_platform_notice",
            "items": [self._home_notice(one) for one in self._home_found("notices")],
        }

    @api.model
    def _home_notice(self, notice):
        plate = notice.vehicle_id.plate or notice.plate
        item = {
            "label": " ".join(filter(None, (plate, notice.subject))),
            "value": format_datetime(self.env, notice.due_at, dt_format="short"),
            "state": "red" if notice.is_late else "yellow" if notice.state == "unread" else "blue",
            "action": self._home_form(notice),
        }
        if notice.vehicle_id:
            item["button"] = {
                "label": self.env._("Repair"),
                "model": notice._name,
                "method": "action_repair",
                "args": [notice.ids],
            }
        return item

    @api.model
    def _home_repairs_audit(self):
        return {
            "key": "repairs_audit",
            "section": "waiting",
            "sequence": 9,
            "title": self.env._("Repairs to audit"),
            "empty": self.env._("Repairs the branches have done appear here for the audit."),
            "action": "ops_telematics.action_repair_audit",
            "items": [
                {
                    "label": f"{one.name} {one.ops_vehicle_id.plate or ''}",
                    "value": format_datetime(self.env, one.ops_done_at, dt_format="short"),
                    "state": "yellow",
                    "action": self._home_repair_form(one),
                }
                for one in self._home_found("repairs_audit")
            ],
        }

    @api.model
    def _home_repairs(self):
        labels = dict(self.env["repair.order"]._fields["state"]._description_selection(self.env))
        returned = self.env._("Returned by the audit")
        return {
            "key": "repairs",
            "section": "waiting",
            "sequence": 15,
            "title": self.env._("Repairs of the branch"),
            "empty": self.env._("Repairs to do, and those the audit has returned, appear here."),
            "action": "ops_telematics.action_repair",
            "items": [
                {
                    "label": f"{one.ops_vehicle_id.plate or ''} {one.name}",
                    "value": returned if one.ops_audit == "returned" else labels[one.state],
                    "state": "red" if one.ops_audit == "returned" else "yellow",
                    "action": self._home_repair_form(one),
                }
                for one in self._home_found("repairs")
            ],
        }

    @api.model
    def _home_repair_form(self, repair):
        form = self.env["ir.model.data"]._xmlid_to_res_id("ops_telematics.view_ops_repair_form")
        return {**self._home_form(repair), "views": [[form, "form"]]}
