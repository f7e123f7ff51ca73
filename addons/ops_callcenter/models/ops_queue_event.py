from odoo import api, fields, models
from odoo.tools import SQL

from ..core import agent_sessions
from ..fields import BigInteger, BulkMany2one, ConfidentialText


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
    data = ConfidentialText("Arguments", readonly=True)
    line_hash = BigInteger(readonly=True, groups=fields.NO_ACCESS)

    _line_unique = models.UniqueIndex("(source_id, callid, at, line_hash)")
    _restart = models.Index("(source_id, at) WHERE event = 'QUEUESTART'")
    _agent_event = models.Index(f"(source_id, agent, at) WHERE event IN {agent_sessions.RELEVANT}")
    _at_range = models.Index("USING brin (at)")

    @api.model
    def _take_in(self, source, table):
        """Insert the lines of a stage table that are new.

        What names a line is its call id, its time and a 64-bit hash of the rest. They go in by
        call id, which is nearly the order of time: the index fills from left to right, and the
        events of a call lie together. Merges of a source follow each other, so looking first
        is safe, and half the price of ON CONFLICT.

        :return: the last id before them, and their number
        """
        cr = self.env.cr
        cr.execute("SELECT COALESCE(MAX(id), 0) FROM ops_queue_event")
        before = cr.fetchone()[0]
        cr.execute(
            SQL(
                """
                WITH line AS (
                    SELECT DISTINCT ON (callid, at, line_hash) *
                      FROM (SELECT *, hashtextextended(concat_ws('|', queue, agent, event, data), 0)
                                   AS line_hash FROM %(table)s) AS hashed
                     ORDER BY callid, at, line_hash
                )
                INSERT INTO ops_queue_event
                       (source_id, at, callid, queue, agent, event, data, line_hash)
                SELECT %(source)s, at, callid, queue, agent, event, data, line_hash
                  FROM line
                 WHERE NOT EXISTS (
                       SELECT FROM ops_queue_event e
                        WHERE e.source_id = %(source)s AND e.callid = line.callid
                          AND e.at = line.at AND e.line_hash = line.line_hash)
                """,
                source=source.id,
                table=SQL.identifier(table),
            )
        )
        return before, cr.rowcount

    @api.model
    def _restarts(self, source):
        """All starts of a PBX as sorted epoch seconds."""
        self.env.cr.execute(
            "SELECT DISTINCT date_part('epoch', at) FROM ops_queue_event"
            " WHERE source_id = %s AND event = 'QUEUESTART' ORDER BY 1",
            [source.id],
        )
        return [row[0] for row in self.env.cr.fetchall()]
