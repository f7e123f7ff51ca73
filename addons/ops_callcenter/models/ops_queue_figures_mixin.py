from odoo import fields, models

from ..fields import BulkMany2one, Ratio


class OpsQueueFiguresMixin(models.AbstractModel):
    """What is counted of queue visits, whatever the time it is counted over.

    Counts are queue visits, durations seconds. T and s are those of the KPI contract in force on
    the day at the PBX; the formula is the contract's, kept in ``formula``.
    """

    _name = "ops.queue.figures.mixin"
    _description = "Figures of Queue Visits"
    _inherit = ["ops.ratio.mixin"]

    project_id = BulkMany2one("ops.client.project", "Client Project", readonly=True)
    department_id = BulkMany2one("hr.department", "Department", readonly=True)
    company_id = BulkMany2one("res.company", "Company", readonly=True)
    day = fields.Date(readonly=True)
    offered = fields.Integer(readonly=True)
    answered = fields.Integer(readonly=True)
    abandoned = fields.Integer(readonly=True)
    abandoned_short = fields.Integer(readonly=True)
    timeout_count = fields.Integer("Waited Too Long", readonly=True)
    key_count = fields.Integer("Left by a Key", readonly=True)
    empty_count = fields.Integer("No Agent", readonly=True)
    wait_answered_s = fields.Integer("Wait of Answered (s)", readonly=True)
    talk_s = fields.Integer("Talk (s)", readonly=True)
    acw_s = fields.Integer("After-call Work (s)", readonly=True)
    handle_s = fields.Integer("Handling (s)", readonly=True, help="Talk and after-call work.")
    max_wait_s = fields.Integer("Longest Wait (s)", readonly=True, aggregator="max")
    sl_num = fields.Integer("Within Service Level", readonly=True)
    sl_den = fields.Integer("Measured for Service Level", readonly=True)
    abandon_num = fields.Integer("Abandoned Not Short", readonly=True)
    abandon_den = fields.Integer("Offered Not Short", readonly=True)
    kpi_contract_id = BulkMany2one("ops.kpi.contract", "KPI Contract", readonly=True)
    formula = fields.Char(readonly=True)
    threshold_s = fields.Integer("T (s)", readonly=True, aggregator=None)
    short_s = fields.Integer("s (s)", readonly=True, aggregator=None)
    service_level = Ratio(
        readonly=True,
        parts=("sl_num", "sl_den"),
        agreed=("formula", "threshold_s", "short_s"),
        help="Blank for a group measured by several formulas, T or s: group by KPI contract.",
    )
    abandon_rate = Ratio(readonly=True, parts=("abandon_num", "abandon_den"))
    asa_s = Ratio("ASA", readonly=True, parts=("wait_answered_s", "answered"))
    aht_s = Ratio("AHT", readonly=True, parts=("handle_s", "answered"))
