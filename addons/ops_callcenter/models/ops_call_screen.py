from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.ops_roles.core.masking import mask_text

CALL_BACK_GROUPS = ("ops_roles.group_sv", "ops_roles.group_om", "ops_roles.group_pm")
SAME_CALLER_LIMIT = 200


class OpsCall(models.Model):
    """What one sees and does on a call."""

    _inherit = "ops.call"

    timeline = fields.Html(compute="_compute_timeline", sanitize=False)
    same_caller_count = fields.Integer("Calls of This Number", compute="_compute_same_caller_count")

    def _compute_timeline(self):
        for call in self:
            call.timeline = call._timeline()

    def _compute_same_caller_count(self):
        for call in self:
            call.same_caller_count = len(call._same_caller())

    def action_mark_called_back(self):
        """Take callers off the list because someone has spoken to them by other means.

        Only a supervisor, project or operations manager may, and only in his scope.
        """
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in CALL_BACK_GROUPS):
            raise AccessError(
                self.env._(
                    "Only supervisors and managers of the floor mark a caller as called back."
                )
            )
        waiting = self.filtered("to_call_back")
        if not waiting:
            raise UserError(self.env._("Nobody is waiting for a call back on the chosen calls."))
        self.env["ops.call.back"].sudo().create(waiting._call_back_vals())
        waiting._flag_callers()
        return True

    def action_open_same_caller(self):
        """Open the calls of the same number, whatever form the PBX gave it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_callcenter.action_ops_call")
        return {
            **action,
            "name": self.env._("Calls of This Number"),
            "domain": [("id", "in", (self + self._same_caller()).ids)],
            "context": {},
        }

    def action_open_agent_day(self):
        """Open the day of the agent who took the call."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_callcenter.action_ops_agent_day"
        )
        domain = [("day", "=", self.day), ("employee_id", "=", self.employee_id.id)]
        return {**action, "domain": domain, "context": {}}

    def action_open_interval(self):
        """Open the half hour the call is counted in."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_callcenter.action_ops_call_interval"
        )
        domain = [("queue_id", "=", self.queue_id.id), ("interval_at", "=", self.interval_at)]
        return {**action, "domain": domain, "context": {}}

    def _same_caller(self):
        """Other calls of this number that the user may see, newest first."""
        self.ensure_one()
        key = self.sudo().caller_key
        if not key:
            return self.browse()
        found = self.sudo().search(
            [("caller_key", "=", key), ("id", "!=", self.id)], limit=SAME_CALLER_LIMIT
        )
        return found.with_env(self.env)._filtered_access("read")

    def _call_back_vals(self):
        now = fields.Datetime.now()
        return [
            {
                "source_id": call.source_id.id,
                "callid": call.callid,
                "queue": call.queue,
                "visit": call.visit,
                "caller_key": call.caller_key,
                "enter_at": call.enter_at,
                "department_id": call.department_id.id,
                "company_id": call.company_id.id,
                "user_id": self.env.user.id,
                "at": now,
            }
            for call in self.sudo()
        ]

    def _flag_callers(self):
        """Let the marks take effect as if the callers had been reached through the PBX."""
        for source, calls in self.sudo().grouped("source_id").items():
            keys = SQL("SELECT unnest(%s)", [call.caller_key for call in calls if call.caller_key])
            self.env["ops.call"]._flag(source, keys)
        self.env["ops.call"].invalidate_model(["is_repeat", "to_call_back", "called_back_at"])

    def _timeline(self):
        """The log's own lines about the call as a table, its caller's number left out."""
        self.ensure_one()
        events = (
            self.env["ops.queue.event"]
            .sudo()
            .search(
                [("source_id", "=", self.source_id.id), ("callid", "=", self.callid)],
                order="at, id",
                limit=200,
            )
        )
        labels = self._event_labels()
        codes = dict(self._selection_disposition())
        rows = Markup("").join(self._timeline_row(event, labels, codes) for event in events)
        return Markup("<table class='table table-sm mb-0'>%s</table>") % rows

    def _timeline_row(self, event, labels, codes):
        cells = (
            fields.Datetime.context_timestamp(self, event.at).strftime("%H:%M:%S"),
            labels.get(event.event, event.event),
            self._timeline_queue(event.queue),
            event.agent if event.agent != "NONE" else "",
            self._event_detail(event, codes),
        )
        return Markup("<tr>%s</tr>") % Markup("").join(
            Markup("<td>%s</td>") % (cell or "") for cell in cells
        )

    def _timeline_queue(self, queue):
        """The queue as people call it; another one the call went through as the PBX does."""
        if queue == self.queue:
            return self.queue_id.label
        return queue if queue != "NONE" else ""

    @api.model
    def _event_labels(self):
        """Events of the log that say something about a call, in the words of the floor."""
        _ = self.env._
        return {
            "ENTERQUEUE": _("Entered the queue"),
            "RINGNOANSWER": _("Rang without answer"),
            "RINGCANCELED": _("Gave up while it rang"),
            "CONNECT": _("Answered"),
            "COMPLETEAGENT": _("Ended by the agent"),
            "COMPLETECALLER": _("Ended by the caller"),
            "BLINDTRANSFER": _("Blind transfer"),
            "ATTENDEDTRANSFER": _("Attended transfer"),
            "TRANSFER": _("Transfer"),
            "ABANDON": _("Gave up"),
            "EXITWITHTIMEOUT": _("Waited too long"),
            "EXITWITHKEY": _("Left by a key"),
            "EXITEMPTY": _("No agent in the queue"),
            "WITHDRAW": _("Withdrawn"),
            "INFO": _("Note"),
            "RATE": _("Rating"),
        }

    @api.model
    def _event_detail(self, event, codes):
        """The arguments but the caller's number, which is confidential.

        :param codes: {disposition: its label}
        """
        parts = (event.data or "").split("|")
        if event.event == "INFO" and parts[0] == "DISPO" and len(parts) > 1:
            return codes.get(parts[1]) or mask_text(parts[1])
        if event.event == "RINGNOANSWER" and parts[0].isdigit():
            return self.env._("rang %s s", int(parts[0]) // 1000)
        if event.event == "ENTERQUEUE":
            return self.env._("position %s", parts[2]) if len(parts) > 2 else ""
        if event.event == "CONNECT":
            return self.env._("waited %s s", parts[0])
        if event.event in ("ABANDON", "EXITWITHTIMEOUT", "EXITEMPTY") and len(parts) > 2:
            return self.env._("waited %s s", parts[2])
        if event.event in ("COMPLETEAGENT", "COMPLETECALLER") and len(parts) > 1:
            return self.env._("talked %s s", parts[1])
        return mask_text(" · ".join(filter(None, parts)))
