"""Cards that cost without need: in no vehicle, or silent and about to be activated by force."""

from odoo import api, fields, models
from odoo.tools import SQL

#: Card → the tariff of its plan that holds today.
TARIFF = """
    SELECT sim.id, tariff.monthly_fee, tariff.currency_id,
           CASE WHEN sim.state = 'silent' AND tariff.silent_months > 0
                THEN (sim.silent_on + make_interval(months => tariff.silent_months))::date
           END AS forced_on
      FROM ops_sim sim
      JOIN LATERAL (SELECT * FROM ops_sim_tariff tariff
                     WHERE tariff.plan_id = sim.plan_id AND tariff.date_from <= %(today)s
                  ORDER BY tariff.date_from DESC LIMIT 1) tariff ON TRUE
     WHERE %(which)s
"""


class OpsSim(models.Model):
    _inherit = "ops.sim"

    forced_on = fields.Date(
        "Activated by force on",
        compute="_compute_cost",
        search="_search_forced_on",
        help="End of the silent period: the operator activates the card then and bills it.",
    )
    monthly_fee = fields.Monetary("Monthly saving", compute="_compute_cost", help="Its plan's fee.")
    currency_id = fields.Many2one("res.currency", compute="_compute_cost")

    @api.depends("plan_id", "state", "silent_on")
    def _compute_cost(self):
        self.env["ops.sim.tariff"].flush_model()
        self.flush_model(["plan_id", "state", "silent_on"])
        which = SQL("sim.id = ANY(%s)", list(self._origin.ids))
        today = self.env.company._ops_today()
        rows = self.env.execute_query_dict(SQL(TARIFF, today=today, which=which))
        found = {row["id"]: row for row in rows}
        for sim in self:
            row = found.get(sim._origin.id, {})
            sim.monthly_fee = row.get("monthly_fee", 0)
            sim.currency_id = row.get("currency_id") or self.env.company.currency_id
            sim.forced_on = row.get("forced_on")

    @api.model
    def _search_forced_on(self, operator, value):
        signs = {"<": SQL("<"), "<=": SQL("<="), ">": SQL(">"), ">=": SQL(">=")}
        if operator not in signs:
            return NotImplemented
        today = self.env.company._ops_today()
        every = SQL(TARIFF, today=today, which=SQL("TRUE"))
        query = SQL(
            "(SELECT id FROM (%s) cost WHERE forced_on %s %s)", every, signs[operator], value
        )
        return [("id", "in", query)]
