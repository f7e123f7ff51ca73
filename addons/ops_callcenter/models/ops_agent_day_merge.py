from odoo import api, models
from odoo.tools import SQL

_WRITTEN = (
    "source_id", "company_id", "employee_id", "department_id", "agent_key", "agent_name", "day",
    "first_login_at", "last_logout_at", "login_s", "pause_s", "productive_pause_s", "wrap_s",
    "ring_s", "talk_s", "handle_s", "busy_or_free_s", "calls", "rna", "aht_s", "occupancy",
    "utilisation",
)  # fmt: skip


class OpsAgentDay(models.Model):
    """How agent days come out of sessions, calls and rings that were not answered."""

    _inherit = "ops.agent.day"

    @api.model
    def _rebuild_slots(self, source):
        """Draw the agent days in ``ops_agent_slot`` anew; those without anything vanish."""
        columns = [SQL.identifier(name) for name in _WRITTEN]
        self._number_slots(source)
        self.env.cr.execute(
            SQL(
                """
                WITH stay AS (%(stay)s), taken AS (%(taken)s), rung AS (%(rung)s), sums AS (
                    SELECT x.*, first_login_at, last_logout_at, COALESCE(login_s, 0) AS login_s,
                           COALESCE(pause_s, 0) AS pause_s,
                           COALESCE(productive_pause_s, 0) AS productive_pause_s,
                           COALESCE(wrap_s, 0) AS wrap_s,
                           COALESCE(taken.ring_s, 0) + COALESCE(rung.ring_s, 0) AS ring_s,
                           COALESCE(talk_s, 0) AS talk_s,
                           COALESCE(talk_s, 0) + COALESCE(wrap_s, 0) AS handle_s,
                           COALESCE(calls, 0) AS calls, COALESCE(rna, 0) AS rna,
                           COALESCE(taken.agent_name, stay.agent_name) AS agent_name
                      FROM ops_agent_slot_day x LEFT JOIN stay USING (slot)
                      LEFT JOIN taken USING (slot) LEFT JOIN rung USING (slot)
                     WHERE stay.slot IS NOT NULL OR taken.slot IS NOT NULL
                ), ready AS (
                    SELECT *, GREATEST(login_s - pause_s, handle_s) AS busy_or_free_s FROM sums
                ), written AS (
                INSERT INTO ops_agent_day (%(columns)s)
                SELECT source_id, company_id, employee_id, department_id, agent_key, agent_name,
                       day, first_login_at, last_logout_at, login_s, pause_s, productive_pause_s,
                       wrap_s, ring_s, talk_s, handle_s, busy_or_free_s, calls, rna,
                       handle_s::float8 / NULLIF(calls, 0),
                       handle_s::float8 / NULLIF(busy_or_free_s, 0),
                       handle_s::float8 / NULLIF(login_s, 0)
                  FROM ready
                    ON CONFLICT (source_id, agent_key, day) DO UPDATE
                   SET (%(columns)s) = ROW(%(excluded)s)
                RETURNING agent_key, day
                )
                DELETE FROM ops_agent_day d USING ops_agent_slot_day x
                 WHERE d.source_id = x.source_id AND d.agent_key = x.agent_key AND d.day = x.day
                   AND NOT EXISTS (SELECT FROM written w
                                    WHERE w.agent_key = x.agent_key AND w.day = x.day);
                DROP TABLE ops_agent_slot_day
                """,
                stay=self._stay_sql(),
                taken=self._taken_sql(),
                rung=self._rung_sql(),
                columns=SQL(", ").join(columns),
                excluded=SQL(", ").join(SQL("EXCLUDED.%s", name) for name in columns),
            )
        )

    @api.model
    def _number_slots(self, source):
        """``ops_agent_slot_day``: the agent days once each, with their bounds in UTC."""
        self.env.cr.execute(
            """
            CREATE TEMP TABLE ops_agent_slot_day ON COMMIT DROP AS
            SELECT row_number() OVER () AS slot, s.id AS source_id, s.company_id, a.employee_id,
                   COALESCE(v.department_id, s.department_id) AS department_id, d.agent_key, d.day,
                   d.day::timestamp AT TIME ZONE s.tz AT TIME ZONE 'UTC' AS begins,
                   (d.day + 1)::timestamp AT TIME ZONE s.tz AT TIME ZONE 'UTC' AS ends
              FROM (SELECT DISTINCT agent_key, day FROM ops_agent_slot) d
              JOIN ops_feed_source s ON s.id = %s
              LEFT JOIN (SELECT DISTINCT agent_key, employee_id FROM ops_agent_map) a
                   USING (agent_key)
              LEFT JOIN hr_employee e ON e.id = a.employee_id
              LEFT JOIN hr_version v ON v.id = e.current_version_id;
            ANALYZE ops_agent_slot_day
            """,
            [source.id],
        )

    @api.model
    def _stay_sql(self):
        """Time logged in and paused within the day; wrap-up is work, not a pause."""
        reasons = self.env["ops.agent.session"]._reasons
        part = SQL("date_part('epoch', LEAST(a.until_at, x.ends) - GREATEST(a.start_at, x.begins))")
        return SQL(
            """
            SELECT x.slot, min(a.agent_name) AS agent_name,
                   min(GREATEST(a.start_at, x.begins)) FILTER (WHERE kind = 'login')
                   AS first_login_at,
                   CASE WHEN NOT bool_or(kind = 'login' AND (end_at IS NULL OR end_at >= x.ends))
                        THEN max(a.end_at) FILTER (WHERE kind = 'login') END AS last_logout_at,
                   round(sum(%(part)s) FILTER (WHERE kind = 'login')) AS login_s,
                   round(sum(%(part)s) FILTER (WHERE kind = 'pause'
                         AND NOT COALESCE(reason, '') = ANY(%(wrap)s))) AS pause_s,
                   round(sum(%(part)s) FILTER (WHERE kind = 'pause'
                         AND reason = ANY(%(productive)s))) AS productive_pause_s,
                   round(sum(%(part)s) FILTER (WHERE kind = 'pause' AND reason = ANY(%(wrap)s)))
                   AS wrap_s
              FROM ops_agent_slot_day x
              JOIN ops_agent_session a ON a.source_id = x.source_id AND a.agent_key = x.agent_key
               AND a.start_at < x.ends AND a.until_at >= x.begins
             GROUP BY x.slot
            """,
            part=part,
            wrap=reasons("wrap_up_reasons"),
            productive=reasons("productive_reasons"),
        )

    @api.model
    def _taken_sql(self):
        """Conversations of the calls that entered a queue on the day."""
        return SQL(
            """
            SELECT x.slot, min(c.agent_name) AS agent_name, sum(c.talk_s) AS talk_s,
                   sum(c.ring_s) AS ring_s, sum(c.calls) AS calls
              FROM ops_agent_slot_day x
              JOIN ops_agent_map m ON m.agent_key = x.agent_key
               AND x.day BETWEEN m.day_from AND m.day_to
              JOIN (SELECT agent_name, day, source_id, sum(talk_s) AS talk_s,
                           sum(ring_s) AS ring_s, count(*) AS calls
                      FROM ops_call
                     WHERE agent_name IS NOT NULL
                       AND enter_at >= (SELECT min(begins) FROM ops_agent_slot_day)
                       AND enter_at < (SELECT max(ends) FROM ops_agent_slot_day)
                     GROUP BY 1, 2, 3) c
                ON c.source_id = x.source_id AND c.agent_name = m.name AND c.day = x.day
             GROUP BY x.slot
            """
        )

    @api.model
    def _rung_sql(self):
        """Rings an agent left unanswered on the day; the log has them in milliseconds."""
        return SQL(
            """
            SELECT x.slot, count(*) AS rna, round(sum(e.ms) / 1000.0) AS ring_s
              FROM ops_agent_slot_day x
              JOIN ops_agent_map m ON m.agent_key = x.agent_key
               AND x.day BETWEEN m.day_from AND m.day_to
              JOIN (SELECT source_id, agent, at,
                           COALESCE(substring(data from '^[0-9]{1,8}')::integer, 0) AS ms
                      FROM ops_queue_event
                     WHERE event = 'RINGNOANSWER'
                       AND at >= (SELECT min(begins) FROM ops_agent_slot_day)
                       AND at < (SELECT max(ends) FROM ops_agent_slot_day)) e
                ON e.source_id = x.source_id AND e.agent = m.name
               AND e.at >= x.begins AND e.at < x.ends
             GROUP BY x.slot
            """
        )
