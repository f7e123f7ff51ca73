from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..core.consultations import LONGEST_S, parents
from .ops_call_merge import LATER_CALLS


class OpsCall(models.Model):
    """What a call is among the other calls of its caller, and of its agents."""

    _inherit = "ops.call"

    @api.model
    def _flag_touched(self, source, known):
        """Set the flags of every call of the callers in ``ops_visit``.

        ``known``: whether this PBX had calls before; if not, and nobody called out either, the
        flags are right as they were inserted.
        """
        cr = self.env.cr
        if not known:
            cr.execute("SELECT EXISTS (SELECT FROM ops_outbound_call WHERE source_id = %s)"
                       " OR EXISTS (SELECT FROM ops_call_back WHERE source_id = %s)",
                       [source.id, source.id])  # fmt: skip
            if not cr.fetchone()[0]:
                return
        self._flag(source, SQL("SELECT caller_key FROM ops_visit"))

    @api.model
    def _flag(self, source, keys):
        """Repeat, reached again and to call back, for all calls of some callers of a PBX.

        A caller is reached again by the next answered call of the same client project, by an
        answered outbound call, or by a mark that somebody called back.

        :param SQL keys: query giving normalised numbers
        """
        self.env.cr.execute(
            SQL(
                """
                WITH caller AS MATERIALIZED (
                    SELECT DISTINCT caller_key FROM (%(keys)s) AS k(caller_key)
                     WHERE caller_key IS NOT NULL
                ), flag AS (
                    SELECT c.id, %(repeat)s AS is_repeat,
                           CASE WHEN outcome = 'abandoned' THEN
                               LEAST(min(answered_at) OVER later, (
                                   SELECT min(o.answered_at) FROM ops_outbound_call o
                                    WHERE o.number_key = c.caller_key AND o.source_id = %(source)s
                                      AND o.start_at >= c.enter_at), (
                                   SELECT min(b.at) FROM ops_call_back b
                                    WHERE b.caller_key = c.caller_key AND b.source_id = %(source)s
                                      AND b.at >= c.enter_at))
                           END AS called_back_at
                      FROM ops_call c JOIN caller USING (caller_key)
                     WHERE c.source_id = %(source)s
                    WINDOW %(later)s
                )
                UPDATE ops_call c
                   SET is_repeat = f.is_repeat, called_back_at = f.called_back_at,
                       to_call_back = c.outcome = 'abandoned' AND NOT c.is_short
                                      AND f.called_back_at IS NULL
                  FROM flag f
                 WHERE f.id = c.id
                   AND (c.is_repeat, c.called_back_at, c.to_call_back) IS DISTINCT FROM
                       (f.is_repeat, f.called_back_at, c.outcome = 'abandoned' AND NOT c.is_short
                                                       AND f.called_back_at IS NULL)
                """,
                keys=keys,
                repeat=self._repeat_sql(),
                later=SQL(LATER_CALLS),
                source=source.id,
            )
        )

    @api.model
    def _link_consultations(self, source):
        """Tie visits made to consult a colleague to their calls, around the visits written."""
        self.env.cr.execute(
            "SELECT to_timestamp(min(enter_s)) AT TIME ZONE 'UTC',"
            " to_timestamp(max(GREATEST(enter_s, end_s))) AT TIME ZONE 'UTC' FROM ops_visit"
        )
        self._link_between(source, *self.env.cr.fetchone())

    @api.model
    def _link_recorded(self, source, table):
        """The same around the visits that staged call detail records speak of."""
        self.env.cr.execute(
            SQL(
                "SELECT min(c.enter_at), max(GREATEST(c.enter_at, c.end_at))"
                "  FROM %s r JOIN ops_call c ON c.source_id = %s AND c.callid = r.record",
                SQL.identifier(table),
                source.id,
            )
        )
        self._link_between(source, *self.env.cr.fetchone())

    @api.model
    def _link_between(self, source, first, last):
        """The same for visits that entered between two times; nothing when these are None."""
        if first is None:
            return
        span = {
            "source": source.id,
            "first": first - timedelta(seconds=LONGEST_S),
            "last": last,
        }
        cr = self.env.cr
        cr.execute(
            "SELECT date_part('epoch', enter_at), id, callid FROM ops_call"
            " WHERE source_id = %(source)s AND caller_key IS NULL"
            " AND enter_at BETWEEN %(first)s AND %(last)s AND caller ~ '^[0-9]{2,6}$'",
            span,
        )
        legs = cr.fetchall()
        cr.execute(
            "SELECT date_part('epoch', enter_at), date_part('epoch', answered_at),"
            " date_part('epoch', end_at), id, callid FROM ops_call WHERE source_id = %(source)s"
            " AND ended_by = 'attended_transfer' AND enter_at BETWEEN %(first)s AND %(last)s",
            span,
        )
        found = parents(legs, cr.fetchall()) | self._linked_parents(source, legs)
        cr.execute(
            "UPDATE ops_call c SET parent_call_id = f.parent"
            " FROM unnest(%s::int[], %s::int[]) AS f(leg, parent)"
            " WHERE c.id = f.leg AND c.parent_call_id IS DISTINCT FROM f.parent",
            [list(found), list(found.values())],
        )

    @api.model
    def _linked_parents(self, source, legs):
        """{leg id: id of its call} where call detail records name the conversation of the leg.

        Its call is the last a customer had in that conversation and was answered before. Three
        look-ups by key, so that a table not yet analysed cannot lead the planner astray.

        :param legs: tuples of time, id and callid of visits
        """
        cr = self.env.cr
        cr.execute(
            "SELECT l.callid, k.callid FROM ops_call_link l CROSS JOIN LATERAL ("
            " SELECT l.linkedid AS callid UNION"
            " SELECT callid FROM ops_call_link WHERE source_id = %(source)s"
            " AND linkedid = l.linkedid OFFSET 0) k"
            " WHERE l.source_id = %(source)s AND l.callid = ANY(%(callids)s)"
            " AND k.callid <> l.callid",
            {"source": source.id, "callids": [callid for _at, _id, callid in legs]},
        )
        pairs = cr.fetchall()
        if not pairs:
            return {}
        cr.execute(
            """
            SELECT DISTINCT ON (c.id) c.id, p.id
              FROM unnest(%s::varchar[], %s::varchar[]) AS pair(leg, callid)
              JOIN ops_call c ON c.source_id = %s AND c.callid = pair.leg AND c.id = ANY(%s)
              JOIN ops_call p ON p.source_id = c.source_id AND p.callid = pair.callid
               AND p.answered_at <= c.enter_at
             ORDER BY c.id, p.caller_key IS NULL, p.enter_at DESC, p.id
            """,
            [*map(list, zip(*pairs, strict=True)), source.id, [leg for _at, leg, _callid in legs]],
        )
        return dict(cr.fetchall())

    @api.model
    def _renew_short(self, where):
        """Decide anew which calls were given up within the contract's short limit.

        :param SQL where: condition over columns of ``ops_call``
        """
        get = self.env["ir.config_parameter"].sudo().get_param
        self.env.cr.execute(
            SQL(
                """
                UPDATE ops_call c SET is_short = f.is_short,
                       to_call_back = NOT f.is_short AND c.caller_key IS NOT NULL
                                      AND c.called_back_at IS NULL
                  FROM (SELECT c.id, c.wait_s <= COALESCE(k.short_s, %(short)s) AS is_short
                          FROM (SELECT * FROM ops_call WHERE %(where)s) c
                          LEFT JOIN ops_kpi_contract k ON k.project_id = c.project_id AND k.active
                           AND c.day BETWEEN k.date_from AND COALESCE(k.date_to, 'infinity')
                         WHERE c.outcome = 'abandoned') f
                 WHERE f.id = c.id AND c.is_short IS DISTINCT FROM f.is_short
                """,
                short=int(get("ops_callcenter.default_short_s")),
                where=where,
            )
        )
