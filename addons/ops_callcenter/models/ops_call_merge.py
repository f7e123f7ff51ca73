import tempfile
from contextlib import contextmanager

from odoo import api, models
from odoo.tools import SQL

from ..core.call_stream import COLUMNS, CallStream
from ..core.queue_calls import RELEVANT

#: Columns of a visit that the log decides, as (column, expression over ops_visit).
_LOGGED = {
    "caller": "v.caller",
    "caller_key": "v.caller_key",
    "enter_at": "to_timestamp(v.enter_s) AT TIME ZONE 'UTC'",
    "answered_at": "to_timestamp(v.answered_s) AT TIME ZONE 'UTC'",
    "end_at": "to_timestamp(v.end_s) AT TIME ZONE 'UTC'",
    "day": "v.day",
    "interval_at": "to_timestamp(floor(v.enter_s / 1800) * 1800) AT TIME ZONE 'UTC'",
    "position": "v.position",
    "ring_s": "v.ring_s",
    "wait_s": "v.wait_s",
    "talk_s": "v.talk_s",
    "ring_count": "v.ring_count",
    "agent_name": "v.agent_name",
    "employee_id": "m.employee_id",
    "outcome": "v.outcome",
    "ended_by": "v.ended_by",
    "transfer_target": "v.transfer_target",
    "disposition": "v.disposition",
    "rating": "v.rating",
    "queue_id": "q.queue_id",
    "project_id": "q.project_id",
    "department_id": "q.department_id",
    "company_id": "q.company_id",
    "direction": "q.direction",
    "is_short": "v.outcome = 'abandoned' AND v.wait_s <= COALESCE(k.short_s, %(short)s)",
}

#: Calls of the same caller and client project, the newest first; the next row is the call before.
LATER_CALLS = """later AS (PARTITION BY caller_key, project_id ORDER BY enter_at DESC, callid DESC
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"""


class OpsCall(models.Model):
    """How visits come out of events: streamed, assembled, written back in one statement."""

    _inherit = "ops.call"

    @api.model
    def _assemble(self, source):
        """Write the visits in ``ops_visit``, which are all there are of their call ids."""
        known = self._has_calls(source)
        self._make_queues(source)
        self._map_queues(source)
        if known:
            self._collect_old_slots(source)
            self._delete_vanished(source)
        self._write_visits(source, known)
        self.env["ops.pbx.code"]._learn("disposition", SQL("SELECT disposition FROM ops_visit"))
        self._collect_slots()
        self._flag_touched(source, known)
        self._link_consultations(source)
        self.env.cr.execute("DROP TABLE ops_queue_map")

    @api.model
    def _has_calls(self, source):
        self.env.cr.execute(
            "SELECT EXISTS (SELECT FROM ops_call WHERE source_id = %s)", [source.id]
        )
        return self.env.cr.fetchone()[0]

    @contextmanager
    def _visit_stream(self, source, restarts):
        """Give a file for ``COPY … TO`` of events; their visits are in ``ops_visit`` afterwards."""
        cr = self.env.cr
        cr.execute(
            SQL(
                "CREATE TEMP TABLE IF NOT EXISTS ops_visit"
                " (line integer GENERATED ALWAYS AS IDENTITY, %s) ON COMMIT DROP",
                SQL(", ").join(SQL("%s %s", SQL.identifier(n), SQL(t)) for n, t in COLUMNS),
            )
        )
        with tempfile.TemporaryFile() as rows:
            stream = CallStream(rows, restarts, source.tz)
            yield stream
            stream.close()
            rows.seek(0)
            names = ", ".join(name for name, _type in COLUMNS)
            cr.copy_expert(f"COPY ops_visit ({names}) FROM STDIN", rows, 1 << 18)

    @api.model
    def _renew_visits(self, source, restarts):
        """Put the calls in ``ops_touched`` together again, from all their events."""
        cr = self.env.cr
        cr.execute(
            "ANALYZE ops_touched;"
            " DELETE FROM ops_visit v USING ops_touched t WHERE v.callid = t.callid"
        )
        query = cr.mogrify(
            "SELECT e.callid, date_part('epoch', e.at), e.queue, e.agent, e.event, e.data"
            "  FROM ops_touched t"
            "  JOIN ops_queue_event e ON e.source_id = %s AND e.callid = t.callid"
            " WHERE e.event = ANY(%s) ORDER BY e.callid",
            [source.id, list(RELEVANT)],
        ).decode()
        with self._visit_stream(source, restarts) as stream:
            cr.copy_expert(f"COPY ({query}) TO STDOUT", stream)

    @api.model
    def _make_queues(self, source):
        """Create the queues that calls visited and nobody has named yet."""
        self.env.cr.execute(
            "SELECT DISTINCT queue FROM ops_visit v WHERE NOT EXISTS ("
            " SELECT FROM ops_call_queue q WHERE q.source_id = %s AND q.name = v.queue)"
            " ORDER BY 1",
            [source.id],
        )
        names = [name for (name,) in self.env.cr.fetchall()]
        self.env["ops.call.queue"].sudo().create(
            [{"name": name, "label": name, "source_id": source.id} for name in names]
        )
        self.env.flush_all()

    @api.model
    def _map_queues(self, source):
        """``ops_queue_map``: what a call takes over from its queue, by the queue's name."""
        self.env.cr.execute(
            """
            CREATE TEMP TABLE ops_queue_map ON COMMIT DROP AS
            SELECT q.name, q.id AS queue_id, q.project_id, q.direction, s.company_id,
                   COALESCE(q.department_id, s.department_id) AS department_id
              FROM ops_call_queue q JOIN ops_feed_source s ON s.id = q.source_id
             WHERE s.id = %s;
            ANALYZE ops_queue_map
            """,
            [source.id],
        )

    @api.model
    def _delete_vanished(self, source):
        """A visit known before that the events no longer tell of."""
        self.env.cr.execute(
            "DELETE FROM ops_call c USING ops_touched t"
            " WHERE c.source_id = %s AND c.callid = t.callid AND NOT EXISTS ("
            " SELECT FROM ops_visit v WHERE v.callid = c.callid AND v.queue = c.queue"
            " AND v.visit = c.visit)",
            [source.id],
        )

    @api.model
    def _write_visits(self, source, known):
        """Insert the visits, or bring those ``known`` up to date."""
        columns = [SQL.identifier(name) for name in _LOGGED]
        self.env.cr.execute(
            SQL(
                """
                WITH guess AS (%(guess)s)
                INSERT INTO ops_call AS c (source_id, callid, queue, visit, %(columns)s,
                       is_repeat, called_back_at, to_call_back, has_recording)
                SELECT %(source)s, f.callid, f.queue, f.visit, %(columns)s,
                       COALESCE(is_repeat, FALSE),
                       called_back_at,
                       outcome = 'abandoned' AND NOT is_short AND caller_key IS NOT NULL
                       AND called_back_at IS NULL, FALSE
                  FROM (SELECT v.line, v.callid, v.queue, v.visit, %(values)s
                          FROM ops_visit v JOIN ops_queue_map q ON q.name = v.queue
                          LEFT JOIN ops_agent_map m ON m.name = v.agent_name
                           AND v.day BETWEEN m.day_from AND m.day_to
                          LEFT JOIN ops_kpi_contract k ON k.project_id = q.project_id AND k.active
                           AND v.day BETWEEN k.date_from AND COALESCE(k.date_to, 'infinity')
                       ) AS f
                  LEFT JOIN guess USING (line)
                 ORDER BY line
                %(conflict)s
                """,
                columns=SQL(", ").join(columns),
                values=self._values_sql(),
                guess=self._guess(),
                source=source.id,
                conflict=self._conflict_sql(columns) if known else SQL(""),
            )
        )

    @api.model
    def _conflict_sql(self, columns):
        return SQL(
            "ON CONFLICT (source_id, callid, queue, visit) DO UPDATE SET (%(columns)s) ="
            " ROW(%(excluded)s) WHERE (%(current)s) IS DISTINCT FROM (%(excluded)s)",
            columns=SQL(", ").join(columns),
            excluded=SQL(", ").join(SQL("EXCLUDED.%s", name) for name in columns),
            current=SQL(", ").join(SQL("c.%s", name) for name in columns),
        )

    @api.model
    def _values_sql(self):
        short = self.env["ir.config_parameter"].sudo().get_param("ops_callcenter.default_short_s")
        return SQL(", ").join(
            SQL(
                "%s AS %s",
                SQL(text, short=int(short)) if "%(" in text else SQL(text),
                SQL.identifier(name),
            )
            for name, text in _LOGGED.items()
        )

    @api.model
    def _guess(self):
        """What this batch tells about a caller's other calls, by row of ``ops_visit``."""
        return SQL(
            """
            SELECT line, %(repeat)s AS is_repeat,
                   CASE WHEN outcome = 'abandoned' THEN min(answered_at) OVER later END
                   AS called_back_at
              FROM (SELECT v.line, v.callid, v.caller_key, v.outcome, q.project_id,
                           to_timestamp(v.enter_s) AT TIME ZONE 'UTC' AS enter_at,
                           to_timestamp(v.answered_s) AT TIME ZONE 'UTC' AS answered_at
                      FROM ops_visit v JOIN ops_queue_map q ON q.name = v.queue
                     WHERE v.caller_key IS NOT NULL) AS v
            WINDOW %(later)s
            """,
            repeat=self._repeat_sql(),
            later=SQL(LATER_CALLS),
        )

    @api.model
    def _repeat_sql(self):
        """Whether the same caller entered another call within the hours of the parameter."""
        hours = self.env["ir.config_parameter"].sudo().get_param("ops_callcenter.repeat_hours")
        return SQL(
            "caller_key IS NOT NULL AND COALESCE(lead(callid) OVER later <> callid"
            " AND lead(enter_at) OVER later >= enter_at - %s * interval '1 hour', FALSE)",
            float(hours),
        )

    @api.model
    def _collect_slots(self):
        """Half hours and agent days of the visits just written."""
        self.env.cr.execute(
            """
            INSERT INTO ops_slot
            SELECT q.queue_id, to_timestamp(v.half_hour * 1800) AT TIME ZONE 'UTC'
              FROM (SELECT DISTINCT queue, floor(enter_s / 1800) AS half_hour FROM ops_visit) v
              JOIN ops_queue_map q ON q.name = v.queue;
            INSERT INTO ops_agent_slot
            SELECT m.agent_key, v.day
              FROM (SELECT DISTINCT agent_name, day FROM ops_visit
                     WHERE agent_name IS NOT NULL) v
              JOIN ops_agent_map m ON m.name = v.agent_name
               AND v.day BETWEEN m.day_from AND m.day_to
            """
        )

    @api.model
    def _collect_old_slots(self, source):
        """Half hours and agent days the touched calls counted in so far."""
        self.env.cr.execute(
            """
            INSERT INTO ops_slot
            SELECT DISTINCT c.queue_id, c.interval_at
              FROM ops_touched t
              JOIN ops_call c ON c.source_id = %(source)s AND c.callid = t.callid;
            INSERT INTO ops_agent_slot
            SELECT m.agent_key, c.day
              FROM (SELECT DISTINCT c.agent_name, c.day
                      FROM ops_touched t
                      JOIN ops_call c ON c.source_id = %(source)s AND c.callid = t.callid
                     WHERE c.agent_name IS NOT NULL) AS c
              JOIN ops_agent_map m ON m.name = c.agent_name
               AND c.day BETWEEN m.day_from AND m.day_to
            """,
            {"source": source.id},
        )
