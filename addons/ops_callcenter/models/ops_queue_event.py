from odoo import fields, models

from ..fields import BigInteger, BulkMany2one


class OpsQueueEvent(models.Model):
    """One line of a PBX's queue log, known or not, kept once whatever file it came in.

    ``at`` is UTC, with the microseconds the realtime form gives. ``data`` holds the arguments as
    logged, joined by ``|``. Rows are written by the merge of a feed only.
    """

    _name = "ops.queue.event"
    _description = "Queue Log Event"
    _order = "id desc"
    _rec_name = "event"
    _log_access = False

    source_id = BulkMany2one("ops.feed.source", "PBX", required=True, readonly=True)
    at = fields.Datetime("Time", required=True, readonly=True)
    callid = fields.Char("Call Id", required=True, readonly=True)
    queue = fields.Char(readonly=True)
    agent = fields.Char(readonly=True)
    event = fields.Char(readonly=True)
    data = fields.Char("Arguments", readonly=True)
    line_hash = BigInteger(readonly=True, groups="base.group_no_one")

    _line_unique = models.UniqueIndex("(source_id, callid, at, line_hash)")
    _restart = models.Index("(source_id, at) WHERE event = 'QUEUESTART'")
    _agent_event = models.Index(
        "(source_id, agent, at) WHERE event IN ('ADDMEMBER', 'REMOVEMEMBER', 'PAUSE', 'UNPAUSE',"
        " 'PAUSEALL', 'UNPAUSEALL', 'AGENTLOGIN', 'AGENTLOGOFF', 'AGENTCALLBACKLOGIN',"
        " 'AGENTCALLBACKLOGOFF')"
    )
    _at_range = models.Index("USING brin (at)")
