from datetime import UTC, datetime

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.ops_roles.core.feed import copy_unescape

from ..fields import BulkMany2one

#: Epoch seconds that stand for the time before the first start the log knows, and for ever.
_NO_START, _LAST = 0.0, 4102444800.0


def _moment(epoch):
    return datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None)


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
    def _note(self, source, before, restarts, signs):
        """Note the signs in new events, those with ids above ``before``.

        A start that is new itself splits a run in two: the signs of that stretch are drawn anew.

        :param restarts: sorted epoch seconds of the PBX's starts
        :param signs: {(agent as COPY text, number of starts before): epoch seconds}
        """
        self.env.cr.execute(
            "SELECT date_part('epoch', min(at)), date_part('epoch', max(at)) FROM ops_queue_event"
            " WHERE id > %s AND source_id = %s AND event = 'QUEUESTART'",
            [before, source.id],
        )
        first, last = self.env.cr.fetchone()
        if first and before:
            lower = max((at for at in restarts if at < first), default=_NO_START)
            upper = min((at for at in restarts if at > last), default=_LAST)
            self._draw_anew(source, restarts, lower, upper)
        starts = [_NO_START, *restarts]
        rows = [(copy_unescape(agent), starts[run], at) for (agent, run), at in signs.items()]
        columns = [[row[place] for row in rows] for place in range(3)]
        self._keep_earliest(
            source,
            SQL(
                "SELECT * FROM unnest(%s::varchar[], %s::float8[], %s::float8[])"
                " AS sign(agent, run_s, first_s)",
                *columns,
            ),
        )

    @api.model
    def _draw_anew(self, source, restarts, lower, upper):
        """Draw the signs of all events between two times (epoch seconds) anew."""
        self.env.cr.execute(
            "DELETE FROM ops_agent_sign WHERE source_id = %s AND run_at >= %s AND run_at < %s",
            [source.id, _moment(lower), _moment(upper)],
        )
        starts = [_NO_START, *restarts]
        self._keep_earliest(
            source,
            SQL(
                """
                SELECT agent, (%(epochs)s::float8[])[run] AS run_s, first_s
                  FROM (SELECT agent, width_bucket(at, %(starts)s::timestamp[]) AS run,
                               date_part('epoch', min(at)) AS first_s
                          FROM ops_queue_event
                         WHERE source_id = %(source)s AND at >= %(lower)s AND at < %(upper)s
                           AND event IN ('CONNECT', 'RINGNOANSWER') AND agent <> 'NONE'
                         GROUP BY 1, 2) AS found
                """,
                epochs=starts,
                starts=[_moment(at) for at in starts],
                source=source.id,
                lower=_moment(lower),
                upper=_moment(upper),
            ),
        )

    @api.model
    def _keep_earliest(self, source, signs):
        """Insert signs (a query of agent, run_s, first_s) where there is none as early."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_agent_sign AS s (source_id, agent, run_at, first_at)
                SELECT %(source)s, agent, to_timestamp(run_s) AT TIME ZONE 'UTC',
                       to_timestamp(first_s) AT TIME ZONE 'UTC' FROM (%(signs)s) AS sign
                    ON CONFLICT (source_id, agent, run_at) DO UPDATE
                   SET first_at = EXCLUDED.first_at WHERE s.first_at > EXCLUDED.first_at
                """,
                source=source.id,
                signs=signs,
            )
        )
