from odoo import api, models
from odoo.tools import SQL
from odoo.tools.gc import disabling_gc

#: Call ids that name no call.
NO_CALL = ("NONE", "MANAGER", "CLI", "REALTIME")
#: Hours before a start of the PBX in which calls may have been ended by it.
RESTART_HOURS = 12


class OpsQueueMerge(models.AbstractModel):
    """From staged lines of a queue log to events, calls, sessions, half hours and agent days.

    Everything derived is rebuilt for what the new lines touch, from all events known, so the
    order in which files come does not matter. All work is set-based on temporary tables:
    ``ops_touched`` (call ids), ``ops_agent_map`` (who a name was, when), ``ops_slot`` (half hours
    of queues) and ``ops_agent_slot`` (days of agents).
    """

    _name = "ops.queue.merge"
    _description = "Merge of Queue Log Events"

    @api.model
    def _merge(self, source, table):
        """Merge a stage table of one source; returns what ``_feed_merge`` owes the engine."""
        cr = self.env.cr
        self.env.flush_all()
        settings = self._tune()
        cr.execute(SQL("SELECT count(*), min(at), max(at) FROM %s", SQL.identifier(table)))
        staged, first_at, last_at = cr.fetchone()
        before, accepted = self.env["ops.queue.event"]._take_in(source, table)
        if accepted:
            self._touch(source, before)
            with disabling_gc():  # millions of short-lived objects, none of them in a cycle
                self._derive(source, before, last_at)
        self._untune(settings)
        self.env.invalidate_all()
        return {
            "accepted": accepted,
            "duplicates": staged - accepted,
            "first_at": first_at,
            "last_at": last_at,
        }

    @api.model
    def _derive(self, source, before, last_at):
        """Rebuild what the new events (ids above ``before``) touch."""
        cr = self.env.cr
        cr.execute(
            "UPDATE ops_feed_source SET log_until = GREATEST(log_until, %s) WHERE id = %s",
            [last_at, source.id],
        )
        restarts = self.env["ops.queue.event"]._restarts(source)
        self.env["ops.agent.sign"]._note(source, before, restarts)
        self.env["ops.agent.alias"]._map_names(source)
        self._make_slots()
        self.env["ops.call"]._assemble(source, restarts)
        self.env["ops.agent.session"]._assemble(source, before, restarts)
        self.env["ops.outbound.call"]._dispose(source)
        self.env["ops.call.interval"]._rebuild_slots()
        self.env["ops.agent.day"]._rebuild_slots(source)
        cr.execute("DROP TABLE ops_touched, ops_agent_map, ops_slot, ops_agent_slot")

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
    def _touch(self, source, before):
        """``ops_touched``: call ids of new events, and of calls a new start may have ended."""
        cr = self.env.cr
        cr.execute(
            "CREATE TEMP TABLE ops_touched ON COMMIT DROP AS SELECT DISTINCT callid"
            " FROM ops_queue_event WHERE id > %s AND source_id = %s AND callid <> ALL(%s)",
            [before, source.id, list(NO_CALL)],
        )
        self._touch_restarted(source, before)
        cr.execute("ANALYZE ops_touched")

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
