from odoo import fields, models


class OpsAgentSession(models.Model):
    """A stretch of time an agent was logged in, or paused, at the PBX.

    One row for the agent whatever the number of queues; ``queue`` names them. ``end_at`` stays
    empty while nothing in the log ends the stretch; ``until_at`` is then the last event of the
    source, and ``seconds`` run to it. Times are UTC, ``day`` is that of the start at the PBX.
    """

    _name = "ops.agent.session"
    _description = "Agent Session"
    _inherit = ["ops.pbx.row.mixin"]
    _order = "start_at desc, id desc"
    _rec_name = "agent_name"
    _log_access = False

    agent_key = fields.Char(readonly=True, help="The extension, or the name without one.")
    kind = fields.Selection([("login", "Logged in"), ("pause", "Paused")], readonly=True)
    reason = fields.Selection("_selection_reason", "Pause Reason", readonly=True)
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
