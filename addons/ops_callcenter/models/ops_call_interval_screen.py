from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL


class OpsCallInterval(models.Model):
    """What one does from a half hour: open its calls, see who worked it."""

    _name = "ops.call.interval"
    _inherit = ["ops.call.interval", "ops.figure.mixin"]

    target = fields.Float("Service Level Target", related="kpi_contract_id.target")
    is_below = fields.Boolean(
        "Below Target", compute="_compute_is_below", search="_search_is_below"
    )
    agent_count = fields.Integer("Agents", compute="_compute_agent_count")

    def _compute_is_below(self):
        for interval in self:
            interval.is_below = interval.sl_state in ("yellow", "red")

    def _search_is_below(self, operator, value):
        if operator != "in":
            return NotImplemented
        below = SQL(
            "(SELECT i.id FROM ops_call_interval i"
            " JOIN ops_kpi_contract k ON k.id = i.kpi_contract_id"
            " WHERE i.sl_den > 0 AND i.sl_num < k.target * i.sl_den)"
        )
        return [("id", "in" if True in value else "not in", below)]

    def _compute_agent_count(self):
        for interval in self:
            groups = self.env["ops.agent.session"]._read_group(
                interval._session_domain(), aggregates=["agent_key:count_distinct"]
            )
            interval.agent_count = groups[0][0]

    def action_open_calls(self):
        """Open exactly the calls counted as offered."""
        return self._open_calls([])

    def action_open_abandoned(self):
        """Open exactly the calls counted as abandoned."""
        return self._open_calls([("outcome", "=", "abandoned")])

    def action_open_agents(self):
        """Who worked it: log-ins and pauses that overlap this half hour."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_callcenter.action_ops_agent_session"
        )
        return {
            **action,
            "domain": self._session_domain(),
            "context": {"search_default_group_agent": 1},
        }

    def _call_domain(self):
        return [("queue_id", "=", self.queue_id.id), ("interval_at", "=", self.interval_at)]

    def _session_domain(self):
        return [
            ("source_id", "=", self.source_id.id),
            ("queue", "ilike", self.queue_id.name),
            ("start_at", "<", self.interval_at + timedelta(minutes=30)),
            ("until_at", ">", self.interval_at),
        ]
