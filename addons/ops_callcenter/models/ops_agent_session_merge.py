import tempfile

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.ops_roles.core.feed import copy_unescape

from ..core.agent_sessions import RELEVANT, Before
from ..core.session_stream import COLUMNS, SessionStream


class OpsAgentSession(models.Model):
    """How sessions come out of events: per agent, from the PBX start before the first new one."""

    _inherit = "ops.agent.session"

    @api.model
    def _assemble(self, source, before, restarts, first_seen):
        """Rebuild the sessions of the agents that events with ids above ``before`` speak of.

        :param first_seen: {agent as COPY text: epoch seconds of the first of these events}
        """
        cr = self.env.cr
        self._touch(source, before, restarts, first_seen)
        held = self._held(source)
        self._collect_slots(source)
        cr.execute(
            "DELETE FROM ops_agent_session s USING ops_agent_touched t"
            " WHERE s.source_id = %s AND s.agent_key = t.agent_key"
            " AND (t.run_at IS NULL OR s.start_at >= t.run_at)",
            [source.id],
        )
        self._stream(source, restarts, held)
        self._write_sessions(source)
        self.env["ops.pbx.code"]._learn("pause", SQL("SELECT reason FROM ops_stretch"))
        self._collect_slots(source)
        self._prolong(source)
        cr.execute("DROP TABLE ops_agent_touched, ops_stretch")

    @api.model
    def _touch(self, source, before, restarts, first_seen):
        """``ops_agent_touched``: agents to rebuild, each from the PBX start before its news."""
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMP TABLE ops_agent_touched ON COMMIT DROP AS
                WITH news AS (
                    SELECT m.agent_key, e.at_s
                      FROM unnest(%(names)s::varchar[], %(firsts)s::float8[]) AS e(name, at_s)
                      JOIN ops_agent_map m USING (name)
                     UNION ALL
                    SELECT s.agent_key, date_part('epoch', r.at - interval '1 microsecond')
                      FROM ops_queue_event r
                      JOIN ops_agent_session s
                        ON s.source_id = r.source_id
                       AND (s.until_at >= r.at OR s.end_at IS NULL)
                     WHERE r.id > %(before)s AND r.source_id = %(source)s
                       AND r.event = 'QUEUESTART'
                )
                SELECT agent_key, (SELECT max(to_timestamp(x) AT TIME ZONE 'UTC')
                                     FROM unnest(%(starts)s::float8[]) x
                                    WHERE x <= min(at_s)) AS run_at
                  FROM news GROUP BY agent_key;
                ANALYZE ops_agent_touched
                """,
                before=before,
                source=source.id,
                starts=list(restarts),
                names=[copy_unescape(agent) for agent in first_seen],
                firsts=list(first_seen.values()),
            )
        )

    @api.model
    def _held(self, source):
        """What held for each touched agent when the PBX stopped before its run.

        That need not be the stop right before: members are kept through runs without a sign.
        """
        self.env.cr.execute(
            """
            SELECT t.agent_key, s.kind, s.queue, s.reason
              FROM ops_agent_touched t
              JOIN ops_agent_session s ON s.source_id = %s AND s.agent_key = t.agent_key
               AND s.ended_by = 'pbx' AND s.end_at = (
                   SELECT max(x.end_at) FROM ops_agent_session x
                    WHERE x.source_id = s.source_id AND x.agent_key = t.agent_key
                      AND x.start_at < t.run_at)
            """,
            [source.id],
        )
        held = {}
        for key, kind, queues, reason in self.env.cr.fetchall():
            members, paused = held.get(key, Before())
            names = [name for name in (queues or "").split(", ") if name]
            if kind == "login":
                members = frozenset(names or [""])
            else:
                paused = {**paused, **dict.fromkeys(names or ["NONE"], reason or "")}
            held[key] = Before(members, paused)
        return held

    @api.model
    def _stream(self, source, restarts, held):
        """Stream the events of touched agents through the core into ``ops_stretch``."""
        cr = self.env.cr
        cr.execute(
            SQL(
                "CREATE TEMP TABLE ops_stretch (%s) ON COMMIT DROP",
                SQL(", ").join(SQL("%s %s", SQL.identifier(n), SQL(t)) for n, t in COLUMNS),
            )
        )
        cr.execute("SELECT agent_key, date_part('epoch', run_at) FROM ops_agent_touched")
        runs = dict(cr.fetchall())
        with tempfile.TemporaryFile() as rows:
            stream = SessionStream(rows, restarts, runs, held)
            cr.copy_expert(f"COPY ({self._events_query(source)}) TO STDOUT", stream)
            stream.close()
            rows.seek(0)
            cr.copy_expert("COPY ops_stretch FROM STDIN", rows)

    @api.model
    def _events_query(self, source):
        query = """
            SELECT t.agent_key, date_part('epoch', e.at), e.queue, e.agent, e.event, e.data
              FROM ops_agent_touched t JOIN ops_agent_map m USING (agent_key)
              JOIN ops_queue_event e ON e.source_id = %(source)s AND e.agent = m.name
               AND e.event IN %(events)s AND (t.run_at IS NULL OR e.at >= t.run_at)
               AND (e.at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                   BETWEEN m.day_from AND m.day_to
             UNION ALL
            SELECT t.agent_key, date_part('epoch', s.first_at), '', s.agent, '', ''
              FROM ops_agent_touched t JOIN ops_agent_map m USING (agent_key)
              JOIN ops_agent_sign s ON s.source_id = %(source)s AND s.agent = m.name
               AND (t.run_at IS NULL OR s.first_at >= t.run_at)
               AND (s.first_at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                   BETWEEN m.day_from AND m.day_to
             ORDER BY 1
        """
        values = {"source": source.id, "events": RELEVANT, "tz": source.tz}
        return self.env.cr.mogrify(query, values).decode()

    @api.model
    def _write_sessions(self, source):
        self.env.cr.execute(
            """
            INSERT INTO ops_agent_session
                   (source_id, company_id, employee_id, department_id, agent_key, agent_name, kind,
                    reason, queue, start_at, end_at, until_at, seconds, ended_by, day)
            SELECT s.id, s.company_id, a.employee_id, COALESCE(v.department_id, s.department_id),
                   x.agent_key, x.agent_name, x.kind, NULLIF(x.reason, ''), NULLIF(x.queue, ''),
                   t.start_at, t.end_at, GREATEST(t.start_at, COALESCE(t.end_at, s.log_until)),
                   round(date_part('epoch', GREATEST(t.start_at, COALESCE(t.end_at, s.log_until))
                                            - t.start_at)),
                   x.ended_by, (to_timestamp(x.start_s) AT TIME ZONE s.tz)::date
              FROM ops_stretch x
             CROSS JOIN LATERAL (SELECT to_timestamp(x.start_s) AT TIME ZONE 'UTC' AS start_at,
                                        to_timestamp(x.end_s) AT TIME ZONE 'UTC' AS end_at) t
              JOIN ops_feed_source s ON s.id = %s
              LEFT JOIN (SELECT DISTINCT agent_key, employee_id FROM ops_agent_map) a
                USING (agent_key)
              LEFT JOIN hr_employee e ON e.id = a.employee_id
              LEFT JOIN hr_version v ON v.id = e.current_version_id
            """,
            [source.id],
        )

    @api.model
    def _collect_slots(self, source):
        """Agent days and, for wrap-up, half hours of the touched agents, as they stand now."""
        self.env.cr.execute(
            """
            INSERT INTO ops_agent_slot
            SELECT DISTINCT s.agent_key, generate_series(
                   s.day, (s.until_at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date, '1 day')::date
              FROM ops_agent_touched t
              JOIN ops_agent_session s ON s.source_id = %(source)s AND s.agent_key = t.agent_key
               AND (t.run_at IS NULL OR s.start_at >= t.run_at);
            INSERT INTO ops_slot
            SELECT DISTINCT q.id, date_bin('30 min', s.start_at, 'epoch')
              FROM ops_agent_touched t
              JOIN ops_agent_session s ON s.source_id = %(source)s AND s.agent_key = t.agent_key
               AND (t.run_at IS NULL OR s.start_at >= t.run_at) AND s.kind = 'pause'
               AND s.reason = ANY(%(wrap)s)
              JOIN ops_call_queue q ON q.source_id = s.source_id
               AND q.name = split_part(s.queue, ', ', 1)
            """,
            {"tz": source.tz, "source": source.id, "wrap": self._reasons("wrap_up_reasons")},
        )

    @api.model
    def _reasons(self, parameter):
        """Pause reasons of a system parameter, separated by commas."""
        text = self.env["ir.config_parameter"].sudo().get_param(f"ops_callcenter.{parameter}") or ""
        return [reason.strip() for reason in text.split(",") if reason.strip()]

    @api.model
    def _prolong(self, source):
        """Count what is still open up to the newest event of the log."""
        self.env.cr.execute(
            """
            WITH open AS (
                UPDATE ops_agent_session a
                   SET until_at = s.log_until,
                       seconds = round(date_part('epoch', s.log_until - a.start_at))
                  FROM ops_feed_source s
                 WHERE s.id = %(source)s AND a.source_id = s.id AND a.end_at IS NULL
                   AND a.until_at < s.log_until
             RETURNING a.agent_key, a.day,
                        (a.until_at AT TIME ZONE 'UTC' AT TIME ZONE s.tz)::date AS last
            )
            INSERT INTO ops_agent_slot
            SELECT agent_key, generate_series(day, last, '1 day')::date FROM open
            """,
            {"source": source.id},
        )
