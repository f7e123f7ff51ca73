from odoo import fields, models
from odoo.tools import SQL

from .ops_sim_cost import TARIFF

REASONS = [("overdue", "The customer has not paid"), ("free", "No fee is agreed")]
#: Active cards in vehicles whose fee is overdue, or for whom no fee is agreed at all.
UNPAID = """
    SELECT sim.id, sim.id AS sim_id, sim.account_id, sim.company_id, here.vehicle_id,
           here.partner_id, here.department_id, fee.charge_id, fee.valid_until,
           COALESCE(fee.owed, 0) AS owed, cost.monthly_fee, cost.currency_id,
           %(today)s - fee.valid_until AS days,
           CASE WHEN fee.charge_id IS NULL THEN 'free' ELSE 'overdue' END AS reason
      FROM ops_sim sim
      JOIN ops_installation here ON here.sim_id = sim.id AND here.date_to IS NULL
      LEFT JOIN LATERAL (
           SELECT min(charge.id) AS charge_id, min(charge.valid_until) AS valid_until,
                  sum(charge.owed) AS owed
             FROM ops_service_charge charge
            WHERE charge.installation_id = here.id AND charge.state <> 'ended') fee ON TRUE
      LEFT JOIN (%(tariff)s) cost ON cost.id = sim.id
     WHERE sim.state = 'active' AND (fee.charge_id IS NULL OR fee.valid_until < %(today)s)
"""


class OpsSimUnpaid(models.Model):
    """We pay the operator for the card, the customer does not pay us: a view over both."""

    _name = "ops.sim.unpaid"
    _description = "Card we pay for and the customer does not"
    _auto = False
    _order = "days desc, id"
    _rec_name = "sim_id"

    sim_id = fields.Many2one("ops.sim", "SIM card")
    account_id = fields.Many2one("ops.operator.account", "Operator account")
    company_id = fields.Many2one("res.company")
    vehicle_id = fields.Many2one("ops.vehicle", "Vehicle")
    partner_id = fields.Many2one("res.partner", "Customer")
    department_id = fields.Many2one("hr.department", "Branch")
    charge_id = fields.Many2one("ops.service.charge", "Service fee")
    reason = fields.Selection(REASONS)
    valid_until = fields.Date("Paid until")
    days = fields.Integer("Days overdue", aggregator="max")
    owed = fields.Monetary("Not paid")
    monthly_fee = fields.Monetary("We pay each month")
    currency_id = fields.Many2one("res.currency")

    @property
    def _table_query(self):
        today = self.env.company._ops_today()
        tariff = SQL(TARIFF, today=today, which=SQL("TRUE"))
        return SQL(UNPAID, today=today, tariff=tariff)

    def action_open_charge(self):
        """Show the fee that is not paid."""
        self.ensure_one()
        self.check_access("read")
        return self.charge_id._get_records_action()

    def action_stop(self):
        """Ask the operator to stop these cards: opens the dialog with them."""
        self.check_access("read")
        action = self.sim_id.action_ask_operator()
        return {**action, "context": {**action["context"], "default_kind": "stop"}}
