from odoo import api, models
from odoo.tools import SQL

from ..core.agent_name import EXTENSION
from ..core.cdr import COLUMNS

#: Which of two records of one call counts: one that names its link, the answered, the longest
#: talk, the later. It orders all records, so neither order nor number of files matters.
_BETTER = (
    "linkedid IS NOT NULL",
    "result = 'answered'",
    "COALESCE(talk_s, -1)",
    "start_at",
    "COALESCE(duration_s, -1)",
    "COALESCE(number, '')",
    "COALESCE(agent_name, '')",
    "COALESCE(campaign, '')",
    "COALESCE(lead_ref, '')",
    "COALESCE(linkedid, '')",
    "result",
)


def _rank(alias, order=""):
    """The order of records as SQL over the columns of a table alias."""
    columns = {name for name, _type in COLUMNS}
    texts = (
        " ".join(_qualify(word, alias, columns) for word in text.split(" ")) + order
        for text in _BETTER
    )
    return SQL(", ".join(texts))


def _qualify(word, alias, columns):
    bare = word.removeprefix("COALESCE(").rstrip(",)")
    return word.replace(bare, f"{alias}.{bare}", 1) if bare in columns else word


class OpsOutboundCall(models.Model):
    """How outbound calls come out of call detail records, and what the queue log adds."""

    _inherit = "ops.outbound.call"

    @api.model
    def _merge(self, source, table):
        """Merge staged records; returns what ``_feed_merge`` owes the engine."""
        cr = self.env.cr
        self.env.flush_all()
        cr.execute(
            SQL(
                "SELECT count(*), count(callid), min(start_at), max(start_at) FROM %s",
                SQL.identifier(table),
            )
        )
        staged, calls, first_at, last_at = cr.fetchone()
        cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        self.env["ops.call.link"]._take_in(source, table)
        written = self._write_calls(source, table) if calls else 0
        if calls:
            self._follow_up(source, table)
        self.env["ops.call"]._link_recorded(source, table)
        self.env.invalidate_all(flush=False)
        message = self.env._(
            "%(calls)s records of outbound calls; %(others)s records of other legs were passed"
            " over.",
            calls=calls,
            others=staged - calls,
        )
        return {
            "accepted": written,
            "duplicates": calls - written,
            "message": message,
            "first_at": first_at,
            "last_at": last_at,
        }

    @api.model
    def _write_calls(self, source, table):
        """Insert or better the calls; returns how many were new or changed."""
        names = [SQL.identifier(name) for name, _type in COLUMNS]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_outbound_call AS o
                       (source_id, company_id, department_id, has_recording, %(names)s)
                SELECT DISTINCT ON (r.callid) s.id, s.company_id, s.department_id, FALSE, %(values)s
                  FROM %(table)s r JOIN ops_feed_source s ON s.id = %(source)s
                 WHERE r.callid IS NOT NULL
                 ORDER BY r.callid, %(best)s
                    ON CONFLICT (source_id, callid) DO UPDATE
                   SET (%(names)s) = ROW(%(excluded)s)
                 WHERE (%(new)s) > (%(old)s)
                """,
                names=SQL(", ").join(names),
                values=SQL(", ").join(SQL("r.%s", name) for name in names),
                best=_rank("r", " DESC"),
                excluded=SQL(", ").join(SQL("EXCLUDED.%s", name) for name in names),
                new=_rank("EXCLUDED"),
                old=_rank("o"),
                table=SQL.identifier(table),
                source=source.id,
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _follow_up(self, source, table):
        """Who called, dispositions that came before the records, callers who were called back."""
        self.env.cr.execute(
            SQL(
                "CREATE TEMP TABLE ops_touched ON COMMIT DROP AS"
                " SELECT DISTINCT callid FROM %s WHERE callid IS NOT NULL;"
                " ANALYZE ops_touched",
                SQL.identifier(table),
            )
        )
        self._drop_legs(source)
        self._assign(source)
        self._dispose(source, "ops_touched")
        self.env.cr.execute("DROP TABLE ops_touched")
        self.env["ops.call"]._flag(source, SQL("SELECT number_key FROM %s", SQL.identifier(table)))

    @api.model
    def _drop_legs(self, source):
        """Of several channels that dialled one number within one linked call, one is the call."""
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM ops_outbound_call o USING (
                    SELECT l.id, row_number() OVER (
                           PARTITION BY l.linkedid, l.number ORDER BY %(best)s, l.callid) AS place
                      FROM ops_outbound_call l
                     WHERE l.source_id = %(source)s AND l.linkedid IN (
                           SELECT c.linkedid FROM ops_touched t JOIN ops_outbound_call c
                               ON c.source_id = %(source)s AND c.callid = t.callid)) x
                 WHERE o.id = x.id AND x.place > 1
                """,
                best=_rank("l", " DESC"),
                source=source.id,
            )
        )

    @api.model
    def _reassign(self, source, extensions):
        """Give the calls placed from some extensions to whom these belong now."""
        self.env.cr.execute(
            "CREATE TEMP TABLE ops_touched ON COMMIT DROP AS SELECT callid FROM ops_outbound_call"
            " WHERE source_id = %s AND agent_name = ANY(%s)",
            [source.id, extensions],
        )
        self._assign(source)
        self.env.cr.execute("DROP TABLE ops_touched")

    @api.model
    def _assign(self, source):
        """Agent and department of the calls in ``ops_touched``.

        The agent is who had the extension that day. The department is the client project's when
        the campaign is one of its queues, else the agent's, else the source's.
        """
        self.env.cr.execute(
            SQL(
                """
                WITH called AS MATERIALIZED (
                    SELECT o.id, o.agent_name, o.day, o.campaign
                      FROM ops_touched t JOIN ops_outbound_call o
                        ON o.source_id = %(source)s AND o.callid = t.callid
                ), who AS MATERIALIZED (
                    SELECT n.agent_name, n.day, a.employee_id
                      FROM (SELECT DISTINCT agent_name, day FROM called
                             WHERE agent_name IS NOT NULL) n
                      JOIN LATERAL (
                           SELECT employee_id FROM ops_agent_alias a
                            WHERE a.source_id = %(source)s
                              AND substring(a.name from %(extension)s) = n.agent_name
                              AND n.day BETWEEN a.date_from AND COALESCE(a.date_to, 'infinity')
                            ORDER BY a.name <> n.agent_name, a.name LIMIT 1) a ON TRUE
                ), found AS (
                    SELECT c.id, w.employee_id,
                           COALESCE(q.department_id, v.department_id, s.department_id) AS department
                      FROM called c
                      JOIN ops_feed_source s ON s.id = %(source)s
                      LEFT JOIN who w USING (agent_name, day)
                      LEFT JOIN hr_employee e ON e.id = w.employee_id
                      LEFT JOIN hr_version v ON v.id = e.current_version_id
                      LEFT JOIN ops_call_queue q ON q.source_id = s.id AND q.name = c.campaign
                )
                UPDATE ops_outbound_call o
                   SET employee_id = f.employee_id, department_id = f.department
                  FROM found f
                 WHERE o.id = f.id AND (o.employee_id, o.department_id)
                       IS DISTINCT FROM (f.employee_id, f.department)
                """,
                source=source.id,
                extension=EXTENSION,
            )
        )

    @api.model
    def _dispose(self, source, noted):
        """Give outbound calls the last disposition the queue log has.

        :param str noted: analysed table of the call ids to look at
        """
        self.env.cr.execute(
            SQL(
                """
            UPDATE ops_outbound_call o SET disposition = d.code
              FROM (SELECT DISTINCT ON (e.callid) e.callid, split_part(e.data, '|', 2) AS code
                      FROM %(noted)s t
                      JOIN ops_outbound_call c ON c.source_id = %(source)s AND c.callid = t.callid
                      JOIN ops_queue_event e ON e.source_id = %(source)s AND e.callid = t.callid
                     WHERE e.event = 'INFO' AND e.data LIKE 'DISPO|%%'
                     ORDER BY e.callid, e.at DESC, e.data DESC) d
             WHERE o.source_id = %(source)s AND o.callid = d.callid
               AND o.disposition IS DISTINCT FROM d.code
            """,
                noted=SQL.identifier(noted),
                source=source.id,
            )
        )
        self.env["ops.pbx.code"]._learn(
            "disposition",
            SQL(
                "SELECT o.disposition FROM %s t JOIN ops_outbound_call o"
                " ON o.source_id = %s AND o.callid = t.callid",
                SQL.identifier(noted),
                source.id,
            ),
        )
