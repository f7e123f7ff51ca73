from datetime import UTC, datetime

from odoo import api, fields, models
from odoo.tools import SQL

from ..fields import BulkMany2one

#: Stands for the time before the first start of the PBX the log knows.
_NO_START = datetime(1970, 1, 1)


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

    @api.model
    def _note(self, source, before, restarts):
        """Note the signs in events with ids above ``before``.

        A start that is new itself splits a run in two: the signs of that stretch are drawn anew.
        """
        starts = [datetime.fromtimestamp(at, UTC).replace(tzinfo=None) for at in restarts]
        self.env.cr.execute(
            "SELECT min(at), max(at) FROM ops_queue_event"
            " WHERE id > %s AND source_id = %s AND event = 'QUEUESTART'",
            [before, source.id],
        )
        first, last = self.env.cr.fetchone()
        condition = SQL("id > %s", before)
        if first:
            lower = max((at for at in starts if at < first), default=_NO_START)
            upper = min((at for at in starts if at > last), default=datetime.max)
            self.env.cr.execute(
                "DELETE FROM ops_agent_sign WHERE source_id = %s AND run_at >= %s AND run_at < %s",
                [source.id, lower, upper],
            )
            condition = SQL("(id > %s OR at >= %s AND at < %s)", before, lower, upper)
        self._collect(source, starts, condition)

    @api.model
    def _collect(self, source, starts, condition):
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_agent_sign AS s (source_id, agent, run_at, first_at)
                SELECT %(source)s, agent, %(starts)s[run], first_at
                  FROM (SELECT agent, width_bucket(at, %(starts)s) AS run, min(at) AS first_at
                          FROM ops_queue_event
                         WHERE source_id = %(source)s AND %(condition)s
                           AND event IN ('CONNECT', 'RINGNOANSWER') AND agent <> 'NONE'
                         GROUP BY 1, 2) AS sign
                    ON CONFLICT (source_id, agent, run_at) DO UPDATE
                   SET first_at = EXCLUDED.first_at WHERE s.first_at > EXCLUDED.first_at
                """,
                source=source.id,
                starts=SQL("(%s::timestamp[])", [_NO_START, *starts]),
                condition=condition,
            )
        )
