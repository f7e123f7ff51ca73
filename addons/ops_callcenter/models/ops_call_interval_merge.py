from odoo import api, models
from odoo.tools import SQL

#: Counted over the calls ``c`` of a slot ``x``, which carries T and s of its day.
_COUNTED = {
    "offered": "count(*)",
    "answered": "count(*) FILTER (WHERE outcome = 'answered')",
    "abandoned": "count(*) FILTER (WHERE outcome = 'abandoned')",
    "abandoned_short": "count(*) FILTER (WHERE outcome = 'abandoned' AND wait_s <= x.short_s)",
    "answered_in_t": "count(*) FILTER (WHERE outcome = 'answered' AND wait_s <= x.threshold_s)",
    "abandoned_in_t": "count(*) FILTER (WHERE outcome = 'abandoned' AND wait_s <= x.threshold_s)",
    "timeout_count": "count(*) FILTER (WHERE outcome = 'timeout')",
    "key_count": "count(*) FILTER (WHERE outcome = 'key')",
    "empty_count": "count(*) FILTER (WHERE outcome = 'empty')",
    "withdrawn_count": "count(*) FILTER (WHERE outcome = 'withdrawn')",
    "cut_count": "count(*) FILTER (WHERE outcome = 'cut')",
    "open_count": "count(*) FILTER (WHERE outcome = 'open')",
    "wait_answered_s": "COALESCE(sum(wait_s) FILTER (WHERE outcome = 'answered'), 0)",
    "talk_s": "COALESCE(sum(talk_s), 0)",
    "max_wait_s": "max(wait_s)",
}
#: Derived from the counts ``n`` (and ``a.acw_s``) of a slot ``x``; the formulas are F1 to F4 of
#: core/service_level.py.
_DERIVED = {
    "acw_s": "COALESCE(a.acw_s, 0)",
    "handle_s": "COALESCE(n.talk_s, 0) + COALESCE(a.acw_s, 0)",
    "sl_num": "CASE x.formula WHEN 'F1' THEN n.answered_in_t + n.abandoned_in_t"
    " ELSE n.answered_in_t END",
    "sl_den": "CASE x.formula WHEN 'F2' THEN n.answered"
    " WHEN 'F4' THEN n.answered + n.abandoned - n.abandoned_short"
    " ELSE n.answered + n.abandoned END",
    "abandon_num": "n.abandoned - n.abandoned_short",
    "abandon_den": "n.offered - n.abandoned_short",
}
_RATIOS = {
    "service_level": "sl_num::float8 / NULLIF(sl_den, 0)",
    "abandon_rate": "abandon_num::float8 / NULLIF(abandon_den, 0)",
    "asa_s": "wait_answered_s::float8 / NULLIF(answered, 0)",
    "aht_s": "handle_s::float8 / NULLIF(answered, 0)",
}
_OF_SLOT = (
    "source_id", "queue_id", "project_id", "department_id", "company_id", "day", "interval_at",
    "time_of_day", "kpi_contract_id", "formula", "threshold_s", "short_s",
)  # fmt: skip


def _list(names):
    return SQL(", ").join(map(SQL.identifier, names))


class OpsCallInterval(models.Model):
    """How half hours come out of calls: counted anew for the slots something touched."""

    _inherit = "ops.call.interval"

    @api.model
    def _rebuild(self, source_ids=None, day_from=None, day_to=None, queue_ids=None):
        """Count half hours again, after a change of contract, client project or queue.

        Days are local days of the PBX, both included; None means no limit. Whether a call was
        given up within the short limit follows as well.
        """
        where = SQL(" AND ").join(
            SQL(text, value)
            for text, value in (
                ("source_id = ANY(%s)", source_ids),
                ("day >= %s", day_from),
                ("day <= %s", day_to),
                ("queue_id = ANY(%s)", queue_ids),
            )
            if value
        ) or SQL("TRUE")
        self.env.flush_all()
        self.env["ops.call"]._renew_short(where)
        self.env.cr.execute(
            SQL(
                "CREATE TEMP TABLE ops_slot ON COMMIT DROP AS"
                " SELECT queue_id, interval_at FROM ops_call WHERE %(where)s"
                " UNION SELECT queue_id, interval_at FROM ops_call_interval WHERE %(where)s",
                where=where,
            )
        )
        self._rebuild_slots()
        self.env.cr.execute("DROP TABLE ops_slot")
        self.env.invalidate_all(flush=False)

    @api.model
    def _rebuild_slots(self):
        """Count the half hours in ``ops_slot``; those left without calls or work vanish."""
        written = [*_OF_SLOT, *_COUNTED, *_DERIVED, *_RATIOS]
        self._number_slots()
        self.env.cr.execute(
            SQL(
                """
                WITH counted AS (%(counted)s), work AS (%(work)s), derived AS (
                    SELECT %(slot)s, %(counts)s, %(derived)s
                      FROM ops_slot_day x LEFT JOIN counted n USING (slot)
                      LEFT JOIN work a USING (slot)
                     WHERE n.offered > 0 OR a.acw_s > 0
                )
                INSERT INTO ops_call_interval (%(written)s)
                SELECT %(names)s, %(ratios)s FROM derived
                    ON CONFLICT (queue_id, interval_at) DO UPDATE
                   SET (%(written)s) = ROW(%(excluded)s)
                """,
                counted=self._counted_sql(),
                work=self._work_sql(),
                slot=SQL(", ").join(SQL("x.%s", SQL.identifier(name)) for name in _OF_SLOT),
                counts=SQL(", ").join(
                    SQL("COALESCE(n.%s, 0) AS %s", SQL.identifier(name), SQL.identifier(name))
                    for name in _COUNTED
                ),
                derived=SQL(", ").join(
                    SQL("COALESCE(%s, 0) AS %s", SQL(text), SQL.identifier(name))
                    for name, text in _DERIVED.items()
                ),
                written=_list(written),
                names=_list([*_OF_SLOT, *_COUNTED, *_DERIVED]),
                ratios=SQL(", ").join(map(SQL, _RATIOS.values())),
                excluded=SQL(", ").join(SQL("EXCLUDED.%s", SQL.identifier(n)) for n in written),
            )
        )
        self._delete_empty()

    @api.model
    def _number_slots(self):
        """``ops_slot_day``: the slots once each, with the contract of their day."""
        get = self.env["ir.config_parameter"].sudo().get_param
        self.env.cr.execute(
            """
            CREATE TEMP TABLE ops_slot_day ON COMMIT DROP AS
            SELECT row_number() OVER () AS slot, x.*, k.id AS kpi_contract_id,
                   COALESCE(k.formula, %(formula)s) AS formula,
                   COALESCE(k.threshold_s, %(threshold)s) AS threshold_s,
                   COALESCE(k.short_s, %(short)s) AS short_s
              FROM (SELECT DISTINCT s.id AS source_id, q.id AS queue_id, q.name AS queue_name,
                           q.project_id, s.company_id, o.interval_at,
                           COALESCE(q.department_id, s.department_id) AS department_id,
                           (o.interval_at AT TIME ZONE 'UTC' AT TIME ZONE s.tz)::date AS day,
                           to_char(o.interval_at AT TIME ZONE 'UTC' AT TIME ZONE s.tz, 'HH24:MI')
                           AS time_of_day
                      FROM ops_slot o JOIN ops_call_queue q ON q.id = o.queue_id
                      JOIN ops_feed_source s ON s.id = q.source_id) AS x
              LEFT JOIN ops_kpi_contract k ON k.project_id = x.project_id AND k.active
               AND x.day BETWEEN k.date_from AND COALESCE(k.date_to, 'infinity');
            ANALYZE ops_slot_day
            """,
            {
                "formula": get("ops_callcenter.default_formula"),
                "threshold": int(get("ops_callcenter.default_threshold_s")),
                "short": int(get("ops_callcenter.default_short_s")),
            },
        )

    @api.model
    def _counted_sql(self):
        return SQL(
            "SELECT x.slot, %s FROM ops_slot_day x JOIN ops_call c USING (queue_id, interval_at)"
            " GROUP BY x.slot",
            SQL(", ").join(
                SQL("%s AS %s", SQL(text), SQL.identifier(name)) for name, text in _COUNTED.items()
            ),
        )

    @api.model
    def _work_sql(self):
        """Wrap-up pauses that began in a slot; one of several queues counts for the first."""
        return SQL(
            "SELECT x.slot, sum(a.seconds) AS acw_s FROM ops_slot_day x"
            " JOIN ops_agent_session a ON a.source_id = x.source_id AND a.kind = 'pause'"
            " AND a.start_at >= x.interval_at AND a.start_at < x.interval_at + interval '30 min'"
            " AND split_part(a.queue, ', ', 1) = x.queue_name AND a.reason = ANY(%s)"
            " GROUP BY x.slot",
            self.env["ops.agent.session"]._reasons("wrap_up_reasons"),
        )

    @api.model
    def _delete_empty(self):
        self.env.cr.execute(
            """
            DELETE FROM ops_call_interval i USING ops_slot_day x
             WHERE i.queue_id = x.queue_id AND i.interval_at = x.interval_at
               AND i.acw_s = 0 AND NOT EXISTS (
                   SELECT FROM ops_call c
                    WHERE c.queue_id = x.queue_id AND c.interval_at = x.interval_at);
            DROP TABLE ops_slot_day
            """
        )
