from odoo import fields, models

from ..fields import BulkMany2one


class OpsAgentSign(models.Model):
    """The first call that rang at an agent after each start of the PBX.

    Members of a queue survive a restart without a new login, so this is what tells that an
    agent was back. Rows are written by the merge of a feed only; times are UTC.
    """

    _name = "ops.agent.sign"
    _description = "First Sign of an Agent after a PBX Start"
    _order = "run_at desc, agent"
    _rec_name = "agent"
    _log_access = False

    source_id = BulkMany2one("ops.feed.source", "PBX", required=True, readonly=True)
    agent = fields.Char("Agent in the Log", required=True, readonly=True)
    run_at = fields.Datetime("PBX Start", required=True, readonly=True)
    first_at = fields.Datetime("First Sign", required=True, readonly=True)

    _run_unique = models.UniqueIndex("(source_id, agent, run_at)")
