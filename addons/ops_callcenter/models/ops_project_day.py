from odoo import fields, models
from odoo.tools import SQL

from ..fields import Ratio

COUNTS = (
    "offered",
    "answered",
    "abandoned",
    "abandoned_short",
    "timeout_count",
    "key_count",
    "empty_count",
    "wait_answered_s",
    "talk_s",
    "acw_s",
    "handle_s",
    "sl_num",
    "sl_den",
    "abandon_num",
    "abandon_den",
)


class OpsProjectDay(models.Model):
    """A day of one client project: its half hours added up, beside what the client agreed to.

    Days are days of the PBX's time zone, counts queue visits, durations seconds, targets ratios.
    Calls of queues without a client project make a day of their own.
    """

    _name = "ops.project.day"
    _description = "Day of a Client Project"
    _inherit = ["ops.queue.figures.mixin", "ops.figure.mixin"]
    _order = "day desc, project_id"
    _rec_name = "day"
    _auto = False

    target = fields.Float("Service Level Target", readonly=True, aggregator=None)
    abandon_target = fields.Float("Abandon Limit", readonly=True, aggregator=None)

    @property
    def _table_query(self):
        """One row per day and client project; a project's contract is the same all day."""
        sums = SQL(", ").join(
            SQL("SUM(%s)::integer AS %s", SQL.identifier(name), SQL.identifier(name))
            for name in COUNTS
        )
        ratios = SQL(", ").join(
            SQL(
                "SUM(%s)::float8 / NULLIF(SUM(%s), 0) AS %s",
                *(SQL.identifier(part) for part in field.parts),
                SQL.identifier(name),
            )
            for name, field in self._fields.items()
            if isinstance(field, Ratio)
        )
        return SQL(
            """
            SELECT MIN(i.id) AS id, i.day, i.project_id, i.department_id, i.company_id,
                   i.kpi_contract_id, i.formula, i.threshold_s, i.short_s,
                   MAX(k.target) AS target, MAX(k.abandon_target) AS abandon_target,
                   MAX(i.max_wait_s) AS max_wait_s, %(sums)s, %(ratios)s
              FROM ops_call_interval i
              LEFT JOIN ops_kpi_contract k ON k.id = i.kpi_contract_id
             GROUP BY i.day, i.project_id, i.department_id, i.company_id,
                      i.kpi_contract_id, i.formula, i.threshold_s, i.short_s
            """,
            sums=sums,
            ratios=ratios,
        )

    def action_open_intervals(self):
        """Open the half hours this day is made of."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_callcenter.action_ops_call_interval"
        )
        return {
            **action,
            "name": f"{self.project_id.name or ''} {self.day}",
            "domain": self._part_domain(),
            "context": {},
        }

    def action_open_calls(self):
        """Open exactly the calls counted as offered."""
        return self._open_calls([])

    def action_open_abandoned(self):
        """Open exactly the calls counted as abandoned."""
        return self._open_calls([("outcome", "=", "abandoned")])

    def _figure_target(self):
        return self.target

    def _part_domain(self):
        return [("day", "=", self.day), ("project_id", "=", self.project_id.id)]

    def _call_domain(self):
        # A day is at most 14 hours off UTC: the range lets the index on entry do the work.
        start = fields.Datetime.to_datetime(self.day)
        return [
            *self._part_domain(),
            ("direction", "=", "in"),
            ("enter_at", ">=", fields.Datetime.subtract(start, hours=14)),
            ("enter_at", "<", fields.Datetime.add(start, hours=38)),
        ]
