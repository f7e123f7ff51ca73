from odoo import api, fields, models
from odoo.tools import SQL

from ..core import agent_sessions
from ..fields import BigInteger, BulkMany2one, ConfidentialText

#: Column of the stage: a hash of what a line says besides its call id and time, each text seeding
#: the next. The database works it out while the next lines are still being read.
LINE_HASH = (
    "line_hash",
    """bigint GENERATED ALWAYS AS (hashtextextended(data, hashtextextended(event,
       hashtextextended(agent, hashtextextended(queue, 0))))) STORED""",
)


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
    def _take_in(self, source, table, known, stream):
        """Insert the lines of a stage table that are new, and hand them on as they go in.

        What names a line is its call id, its time and a 64-bit hash of the rest. They go in by
        call id, which is nearly the order of time: the index fills from left to right, and the
        events of a call lie together. Merges of a source follow each other, so looking first
        is safe, and half the price of ON CONFLICT.

        :param bool known: whether the source has events already
        :param stream: a file for ``COPY … TO``: call id, epoch, queue, agent, event, data; all
            lines of a call id follow each other
        :return: the number of new lines
        """
        cr = self.env.cr
        query = SQL(
            """
            INSERT INTO ops_queue_event
                   (source_id, at, callid, queue, agent, event, data, line_hash)
            SELECT %(source)s, at, callid, queue, agent, event, data, line_hash
              FROM (SELECT DISTINCT ON (callid, at, line_hash) *
                      FROM %(table)s ORDER BY callid, at, line_hash) AS line
             WHERE %(is_new)s
             ORDER BY callid
            RETURNING callid, date_part('epoch', at), queue, agent, event, data
            """,
            source=source.id,
            table=SQL.identifier(table),
            is_new=self._is_new(source) if known else SQL("TRUE"),
        )
        cr.copy_expert(f"COPY ({cr.mogrify(query).decode()}) TO STDOUT", stream)
        return cr.rowcount

    @api.model
    def _is_new(self, source):
        """Condition that no event is the same as the row ``line``."""
        return SQL(
            "NOT EXISTS (SELECT FROM ops_queue_event e WHERE e.source_id = %s"
            " AND e.callid = line.callid AND e.at = line.at AND e.line_hash = line.line_hash)",
            source.id,
        )

    @api.model
    def _newest_id(self, source):
        """The highest id so far, and whether the source has events."""
        self.env.cr.execute(
            "SELECT COALESCE((SELECT max(id) FROM ops_queue_event), 0),"
            " EXISTS (SELECT FROM ops_queue_event WHERE source_id = %s)",
            [source.id],
        )
        return self.env.cr.fetchone()

    @api.model
    def _restarts(self, source):
        """All starts of a PBX known so far as epoch seconds."""
        self.env.cr.execute(
            "SELECT date_part('epoch', at) FROM ops_queue_event"
            " WHERE source_id = %s AND event = 'QUEUESTART'",
            [source.id],
        )
        return [row[0] for row in self.env.cr.fetchall()]
