from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.ops_roles.core.feed import CsvParser, RejectLine

from ..core.cdr import COLUMNS, Bad, outbound


class CdrParser(CsvParser):
    """Records of one PBX by the columns of a profile."""

    def __init__(self, columns, delimiter, has_header, zone):
        super().__init__(columns, delimiter, has_header)
        self._zone = ZoneInfo(zone)

    def convert(self, values):
        try:
            return outbound(values, self._zone)
        except Bad as error:
            raise RejectLine(*error.args) from error


class FeedCdr(models.AbstractModel):
    """Reads call detail records; the calls agents placed come of it.

    Which column holds what is the profile's, so that a custom layout is a profile, not code.
    """

    _name = "ops.feed.cdr"
    _description = "Reader of Call Detail Records"
    _inherit = ["ops.feed.handler"]

    @api.model
    def _feed_stage_columns(self, profile, source):
        return list(COLUMNS)

    @api.model
    def _feed_parser(self, profile, source):
        zone = "UTC" if source.cdr_gmt else source.tz
        return CdrParser(profile._columns(), profile._csv_delimiter(), profile.has_header, zone)

    @api.model
    def _feed_reasons(self):
        return {
            "time": self.env._(
                "A time is not readable: 2026-11-24 03:17:14 is expected. Check that the columns"
                " of the kind of file fit."
            ),
            "number": self.env._(
                "A duration is not a number. Check that the columns of the kind of file fit."
            ),
            "callid": self.env._("The unique id is empty. Switch on loguniqueid in cdr.conf."),
            "disposition": self.env._(
                "The disposition is unknown. Check that the columns of the kind of file fit."
            ),
        }

    @api.model
    def _feed_merge(self, feed, table):
        return self.env["ops.outbound.call"]._merge(feed.source_id, table)


class OpsOutboundCall(models.Model):
    """How outbound calls come out of call detail records."""

    _inherit = "ops.outbound.call"

    @api.model
    def _merge(self, source, table):
        """Merge staged records: one call per unique id, answered before anything else."""
        cr = self.env.cr
        self.env.flush_all()
        cr.execute(
            SQL(
                "SELECT count(*), count(DISTINCT callid), min(start_at), max(start_at) FROM %s",
                SQL.identifier(table),
            )
        )
        staged, calls, first_at, last_at = cr.fetchone()
        written = self._write_calls(source, table)
        self._follow_up(source, table)
        self.env.invalidate_all(flush=False)
        message = self.env._(
            "%(calls)s outbound calls; %(others)s records of other legs were passed over.",
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
        """Insert or correct the calls; returns how many were new or changed."""
        names = [SQL.identifier(name) for name, _type in COLUMNS]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ops_outbound_call AS o (source_id, company_id, department_id,
                       employee_id, has_recording, %(names)s)
                SELECT DISTINCT ON (r.callid) s.id, s.company_id,
                       COALESCE(v.department_id, s.department_id), a.employee_id, FALSE, %(values)s
                  FROM %(table)s r JOIN ops_feed_source s ON s.id = %(source)s
                  LEFT JOIN LATERAL (
                       SELECT employee_id FROM ops_agent_alias a
                        WHERE a.source_id = s.id
                          AND (a.name = r.agent_name OR a.name ~ ('^[A-Za-z]+/' || r.agent_name || '$'))
                          AND r.day BETWEEN a.date_from AND COALESCE(a.date_to, 'infinity')
                        ORDER BY a.name <> r.agent_name, a.id LIMIT 1) a ON TRUE
                  LEFT JOIN hr_employee e ON e.id = a.employee_id
                  LEFT JOIN hr_version v ON v.id = e.current_version_id
                 WHERE r.callid IS NOT NULL
                 ORDER BY r.callid, r.result <> 'answered', r.talk_s DESC NULLS LAST, r.end_at DESC
                    ON CONFLICT (source_id, callid) DO UPDATE
                   SET (%(names)s) = ROW(%(excluded)s)
                 WHERE (%(current)s) IS DISTINCT FROM (%(excluded)s)
                   AND (o.result <> 'answered' OR EXCLUDED.result = 'answered')
                """,
                names=SQL(", ").join(names),
                values=SQL(", ").join(SQL("r.%s", name) for name in names),
                excluded=SQL(", ").join(SQL("EXCLUDED.%s", name) for name in names),
                current=SQL(", ").join(SQL("o.%s", name) for name in names),
                table=SQL.identifier(table),
                source=source.id,
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _follow_up(self, source, table):
        """Dispositions that came before the records, and callers who were called back."""
        self.env.cr.execute(
            SQL(
                "CREATE TEMP TABLE ops_touched ON COMMIT DROP AS"
                " SELECT DISTINCT callid FROM %s WHERE callid IS NOT NULL;"
                " ANALYZE ops_touched",
                SQL.identifier(table),
            )
        )
        self._dispose(source)
        self.env.cr.execute("DROP TABLE ops_touched")
        self.env["ops.call"]._flag(
            source, SQL("SELECT number_key FROM %s", SQL.identifier(table))
        )
