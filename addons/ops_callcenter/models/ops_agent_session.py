from odoo import fields, models

from ..fields import BulkMany2one


class OpsAgentSession(models.Model):
    """A stretch of time an agent was logged in, or paused, at the PBX.

    One row for the agent whatever the number of queues; ``queue`` names them. ``end_at`` stays
    empty while nothing in the log ends the stretch; ``until_at`` is then the last event of the
    source, and ``seconds`` run to it. Times are UTC, ``day`` is that of the start at the PBX.
    """

    _name = "ops.agent.session"
    _description = "Agent Session"
    _order = "start_at desc, id desc"
    _rec_name = "agent_name"
    _log_access = False

    source_id = BulkMany2one("ops.feed.source", "PBX", required=True, readonly=True)
    company_id = BulkMany2one("res.company", "Company", readonly=True)
    employee_id = BulkMany2one("hr.employee", "Agent", readonly=True)
    department_id = BulkMany2one("hr.department", "Department", readonly=True)
    agent_key = fields.Char(readonly=True, help="The extension, or the name without one.")
    agent_name = fields.Char("Agent in the Log", readonly=True)
    kind = fields.Selection([("login", "Logged in"), ("pause", "Paused")], readonly=True)
    reason = fields.Char("Pause Reason", readonly=True)
    queue = fields.Char("Queues", readonly=True)
    start_at = fields.Datetime("From", required=True, readonly=True)
    end_at = fields.Datetime("To", readonly=True)
    until_at = fields.Datetime("Counted until", readonly=True)
    seconds = fields.Integer("Duration (s)", readonly=True)
    ended_by = fields.Selection([("agent", "Agent"), ("pbx", "PBX")], readonly=True)
    day = fields.Date(readonly=True)

    _agent_start = models.Index("(source_id, agent_key, start_at)")
    _employee_start = models.Index("(employee_id, start_at) WHERE employee_id IS NOT NULL")
    _newest = models.Index("(start_at DESC, id DESC)")
