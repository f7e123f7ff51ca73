from odoo import api, models
from odoo.tools import SQL
from odoo.tools.gc import disabling_gc

from ..core.queue_calls import NO_CALL

#: Hours before a start of the PBX in which calls may have been ended by it.
RESTART_HOURS = 12


class OpsQueueMerge(models.AbstractModel):
    """From staged lines of a queue log to events, calls, sessions, half hours and agent days.

    Everything derived is rebuilt for what the new lines touch, from all events known, so the
    order in which files come does not matter. All work is set-based on temporary tables:
    ``ops_visit`` (calls put together), ``ops_touched`` (call ids that had events before),
    ``ops_agent_map`` (who a name was, when), ``ops_slot`` (half hours of queues) and
    ``ops_agent_slot`` (days of agents).
    """

    _name = "ops.queue.merge"
    _description = "Merge of Queue Log Events"

    @api.model
    def _merge(self, source, table):
        """Merge a stage table of one source; returns what ``_feed_merge`` owes the engine."""
        cr = self.env.cr
        self.env.flush_all()
        settings = self._tune()
        cr.execute(
            SQL(
                "SELECT count(*), min(at), max(at), array_agg(date_part('epoch', at))"
                " FILTER (WHERE event = 'QUEUESTART') FROM %s",
                SQL.identifier(table),
            )
        )
        staged, first_at, last_at, starts = cr.fetchone()
        with disabling_gc():  # millions of short-lived objects, none of them in a cycle
            accepted = self._take_in(source, table, starts or [], last_at)
        self._untune(settings)
        self.env.invalidate_all()
        return {
            "accepted": accepted,
            "duplicates": staged - accepted,
            "first_at": first_at,
            "last_at": last_at,
        }

    @api.model
    def _take_in(self, source, table, starts, last_at):
        """Insert what is new and put its calls together meanwhile; returns its number of lines.

        :param starts: starts of the PBX among the staged lines, in epoch seconds
        """
        events, calls = self.env["ops.queue.event"], self.env["ops.call"]
        before, known = events._newest_id(source)
        restarts = sorted({*events._restarts(source), *starts})
        if known:
            self._note_known(source, table)
        with calls._visit_stream(source, restarts) as stream:
            accepted = events._take_in(source, table, known, stream)
        if accepted:
            source._extend_log(last_at)
            self._touch(source, before, known)
            if known:
                calls._renew_visits(source, restarts)
            self.env.cr.execute("ANALYZE ops_visit (line, callid, queue, caller_key)")
            self._derive(source, before, restarts, stream)
        self.env.cr.execute("DROP TABLE IF EXISTS ops_visit, ops_known, ops_touched")
        return accepted

    @api.model
    def _derive(self, source, before, restarts, stream):
        """Rebuild what the new events (ids above ``before``), seen by ``stream``, touch."""
        self.env["ops.agent.sign"]._note(source, before, restarts, stream.signs)
        self.env["ops.agent.alias"]._map_names(source)
        self._make_slots()
        self.env["ops.call"]._assemble(source)
        self.env["ops.agent.session"]._assemble(source, before, restarts, stream.first_seen)
        self._dispose(source, before)
        self.env["ops.call.interval"]._rebuild_slots()
        self.env["ops.agent.day"]._rebuild_slots(source)
        self.env.cr.execute("DROP TABLE ops_agent_map, ops_slot, ops_agent_slot")

    @api.model
    def _dispose(self, source, before):
        """Give outbound calls the dispositions among the new notes."""
        cr = self.env.cr
        cr.execute(
            "CREATE TEMP TABLE ops_noted ON COMMIT DROP AS SELECT DISTINCT callid"
            " FROM ops_queue_event WHERE id > %s AND source_id = %s AND event = 'INFO'",
            [before, source.id],
        )
        if cr.rowcount:  # counted, lest the planner takes a handful for a million
            cr.execute("ANALYZE ops_noted")
            self.env["ops.outbound.call"]._dispose(source, "ops_noted")
        cr.execute("DROP TABLE ops_noted")

    @api.model
    def _tune(self):
        """Sort and hash in memory, without compiling; the caller's settings are given back."""
        cr = self.env.cr
        cr.execute("SELECT current_setting('work_mem'), current_setting('jit')")
        settings = cr.fetchone()
        memory = self.env["ir.config_parameter"].sudo().get_param("ops_callcenter.merge_work_mem")
        self._set((memory or settings[0], "off"))
        return settings

    @api.model
    def _untune(self, settings):
        self._set(settings)

    @api.model
    def _set(self, settings):
        self.env.cr.execute(
            "SELECT set_config('work_mem', %s, true), set_config('jit', %s, true)", settings
        )

    @api.model
    def _note_known(self, source, table):
        """``ops_known``: call ids of a stage table that have events already."""
        self.env.cr.execute(
            SQL(
                "ANALYZE %s; CREATE TEMP TABLE ops_known ON COMMIT DROP AS"
                " SELECT callid FROM (SELECT DISTINCT callid FROM %s) AS s"
                " WHERE callid <> ALL(%s) AND EXISTS (SELECT FROM ops_queue_event e"
                " WHERE e.source_id = %s AND e.callid = s.callid)",
                SQL.identifier(table),
                SQL.identifier(table),
                list(NO_CALL),
                source.id,
            )
        )
        self.env.cr.execute("ANALYZE ops_known")

    @api.model
    def _touch(self, source, before, known):
        """``ops_touched``: known call ids with new events, or that a new start may have ended."""
        cr = self.env.cr
        cr.execute("CREATE TEMP TABLE ops_touched (callid varchar) ON COMMIT DROP")
        if known:
            cr.execute(
                "INSERT INTO ops_touched SELECT callid FROM ops_known k"
                " WHERE EXISTS (SELECT FROM ops_queue_event e WHERE e.id > %s"
                " AND e.source_id = %s AND e.callid = k.callid)",
                [before, source.id],
            )
            self._touch_restarted(source, before)

    @api.model
    def _touch_restarted(self, source, before):
        self.env.cr.execute(
            """
            INSERT INTO ops_touched
            SELECT DISTINCT c.callid
              FROM ops_queue_event r
              JOIN ops_call c ON c.source_id = r.source_id AND c.enter_at < r.at
               AND (c.end_at IS NULL
                    OR c.enter_at > r.at - %(hours)s * interval '1 hour'
                       AND (c.ended_by = 'pbx' OR c.end_at >= r.at - interval '1 second'))
             WHERE r.id > %(before)s AND r.source_id = %(source)s AND r.event = 'QUEUESTART'
               AND NOT EXISTS (SELECT FROM ops_touched t WHERE t.callid = c.callid)
            """,
            {"hours": RESTART_HOURS, "before": before, "source": source.id},
        )

    @api.model
    def _make_slots(self):
        """Empty lists of half hours and agent days to draw anew."""
        self.env.cr.execute(
            "CREATE TEMP TABLE ops_slot (queue_id integer, interval_at timestamp) ON COMMIT DROP;"
            " CREATE TEMP TABLE ops_agent_slot (agent_key varchar, day date) ON COMMIT DROP"
        )
