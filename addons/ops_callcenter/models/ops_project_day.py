from odoo import fields, models
from odoo.tools import SQL

from ..fields import BulkMany2one, Ratio

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
    _inherit = ["ops.ratio.mixin", "ops.figure.mixin"]
    _order = "day desc, project_id"
    _rec_name = "day"
    _auto = False

    day = fields.Date(readonly=True)
    project_id = BulkMany2one("ops.client.project", "Client Project", readonly=True)
    department_id = BulkMany2one("hr.department", "Department", readonly=True)
    company_id = BulkMany2one("res.company", "Company", readonly=True)
    kpi_contract_id = BulkMany2one("ops.kpi.contract", "KPI Contract", readonly=True)
    offered = fields.Integer(readonly=True)
    answered = fields.Integer(readonly=True)
    abandoned = fields.Integer(readonly=True)
    abandoned_short = fields.Integer("Abandoned Short", readonly=True)
    timeout_count = fields.Integer("Waited Too Long", readonly=True)
    key_count = fields.Integer("Left by a Key", readonly=True)
    empty_count = fields.Integer("No Agent", readonly=True)
    wait_answered_s = fields.Integer("Wait of Answered (s)", readonly=True)
    talk_s = fields.Integer("Talk (s)", readonly=True)
    acw_s = fields.Integer("After-call Work (s)", readonly=True)
    handle_s = fields.Integer("Handling (s)", readonly=True)
    max_wait_s = fields.Integer("Longest Wait (s)", readonly=True, aggregator="max")
    sl_num = fields.Integer("Within Service Level", readonly=True)
    sl_den = fields.Integer("Measured for Service Level", readonly=True)
    abandon_num = fields.Integer("Abandoned Not Short", readonly=True)
    abandon_den = fields.Integer("Offered Not Short", readonly=True)
    formula = fields.Char(readonly=True)
    threshold_s = fields.Integer("T (s)", readonly=True, aggregator=None)
    short_s = fields.Integer("s (s)", readonly=True, aggregator=None)
    target = fields.Float("Service Level Target", readonly=True, aggregator=None)
    abandon_target = fields.Float("Abandon Limit", readonly=True, aggregator=None)
    service_level = Ratio(
        readonly=True,
        parts=("sl_num", "sl_den"),
        agreed=("formula", "threshold_s", "short_s"),
        help="Blank for a group measured by several formulas, T or s: group by KPI contract.",
    )
    abandon_rate = Ratio(readonly=True, parts=("abandon_num", "abandon_den"))
    asa_s = Ratio("ASA", readonly=True, parts=("wait_answered_s", "answered"))
    aht_s = Ratio("AHT", readonly=True, parts=("handle_s", "answered"))

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
