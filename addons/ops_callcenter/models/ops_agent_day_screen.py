from datetime import timedelta

from odoo import fields, models


class OpsAgentDay(models.Model):
    """What one opens from an agent's day."""

    _inherit = "ops.agent.day"

    def action_open_calls(self):
        """Open exactly the calls counted as answered."""
        return self._open(
            "ops_callcenter.action_ops_call",
            [*self._agent_domain(), ("outcome", "=", "answered"), ("day", "=", self.day)],
        )

    def action_open_sessions(self):
        """Open the log-ins and pauses that touch the day."""
        start = fields.Datetime.to_datetime(self.day)
        return self._open(
            "ops_callcenter.action_ops_agent_session",
            [
                *self._agent_domain(),
                ("source_id", "=", self.source_id.id),
                ("day", ">=", self.day - timedelta(days=1)),
                ("day", "<=", self.day),
                ("until_at", ">=", fields.Datetime.subtract(start, hours=14)),
            ],
        )

    def _agent_domain(self):
        if self.employee_id:
            return [("employee_id", "=", self.employee_id.id)]
        return [("agent_name", "=", self.agent_name)]

    def _open(self, xmlid, domain):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": domain, "context": {}}
