from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.collection import GROUPS, OLDEST, days_late

AGEING = [
    ("current", "Not due"),
    ("d30", "1–30 days"),
    ("d60", "31–60 days"),
    ("d90", "61–90 days"),
    ("d180", "91–180 days"),
    ("older", "Over 180 days"),
]
#: The oldest part of a plan is paid first. A part is paid on the day the money reached its end.
SPREAD = """
    WITH money AS (
        SELECT contract_id, date, SUM(SUM(amount)) OVER (
                   PARTITION BY contract_id ORDER BY date) AS upto
          FROM ops_collection_receipt WHERE contract_id = ANY(%(contracts)s)
      GROUP BY contract_id, date
    ), total AS (
        SELECT contract_id, SUM(amount) AS amount
          FROM ops_collection_receipt WHERE contract_id = ANY(%(contracts)s)
      GROUP BY contract_id
    ), plan AS (
        SELECT id, contract_id, amount, COALESCE(SUM(amount) OVER (
                   PARTITION BY contract_id ORDER BY due_on, sequence, id
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
          FROM ops_collection_line WHERE contract_id = ANY(%(contracts)s)
    ), found AS (
        SELECT plan.id, plan.amount,
               GREATEST(0, LEAST(plan.amount, COALESCE(total.amount, 0) - plan.before))
                   AS allocated,
               (SELECT MIN(money.date) FROM money
                 WHERE money.contract_id = plan.contract_id
                   AND money.upto >= plan.before + plan.amount) AS paid_on
          FROM plan LEFT JOIN total USING (contract_id)
    )
    UPDATE ops_collection_line line
       SET allocated = found.allocated,
           residual = found.amount - found.allocated,
           paid_on = CASE WHEN found.allocated = found.amount THEN found.paid_on END,
           state = CASE WHEN found.allocated = found.amount THEN 'paid'
                        WHEN found.allocated > 0 THEN 'part' ELSE 'open' END
      FROM found WHERE found.id = line.id
"""
AGE = """
    UPDATE ops_collection_line line SET ageing = found.ageing
      FROM (SELECT id, CASE WHEN state = 'paid' THEN NULL {cases} ELSE '{oldest}' END AS ageing
              FROM ops_collection_line WHERE company_id = %(company)s {only}) found
     WHERE found.id = line.id AND line.ageing IS DISTINCT FROM found.ageing
"""


class OpsCollectionLine(models.Model):
    """A part of the price of a contract, to be paid by a day.

    What is paid of it comes from native reconciliation alone (``ops.collection.receipt``); nobody
    types it in. Amounts are in the currency of the contract, taxes included.
    """

    _name = "ops.collection.line"
    _description = "Plan of collection"
    _inherit = ["ops.guarded.mixin", "ops.todo.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "due_on, sequence, id"
    _rec_names_search = ["name", "contract_id.number", "contract_id.partner_id.name"]
    _guarded = ("allocated", "residual", "paid_on", "state", "ageing", "dunned")

    contract_id = fields.Many2one("ops.contract", required=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(
        related="contract_id.partner_id", string="Customer", store=True, index=True
    )
    user_id = fields.Many2one(
        related="contract_id.user_id", string="Salesperson", store=True, index=True
    )
    department_id = fields.Many2one(related="contract_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char("Part", required=True, help="Such as down payment or final payment.")
    due_on = fields.Date("Due on", required=True, index=True, tracking=True)
    amount = fields.Monetary(required=True, tracking=True)
    allocated = fields.Monetary("Received", readonly=True, copy=False)
    residual = fields.Monetary("Open", readonly=True, copy=False)
    paid_on = fields.Date("Paid on", readonly=True, copy=False)
    state = fields.Selection(
        [("open", "Open"), ("part", "Paid in part"), ("paid", "Paid")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    ageing = fields.Selection(
        AGEING,
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Brought up to date every night.",
    )
    days_late = fields.Integer("Days late", compute="_compute_days_late")
    is_late = fields.Boolean("Late", compute="_compute_days_late", search="_search_is_late")
    dunned = fields.Integer("Last step of dunning", readonly=True, copy=False)

    _positive = models.Constraint("CHECK (amount > 0)", "A part of the price is above zero.")
    _late = models.Index("(due_on, sequence, id) WHERE state <> 'paid'")
    _plan = models.Index("(contract_id, due_on, sequence, id)")

    @api.depends("due_on", "state")
    def _compute_days_late(self):
        for line in self:
            today = (line.company_id or self.env.company)._ops_today()
            counts = line.due_on and line.state != "paid"
            line.days_late = days_late(line.due_on, today) if counts else 0
            line.is_late = line.days_late > 0

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ops_today()
        late = Domain("state", "!=", "paid") & Domain("due_on", "<", today)
        return late if True in value else ~late

    @api.depends("contract_id", "name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.contract_id.display_name} · {line.name}"

    @api.model_create_multi
    def create(self, vals_list):
        """Plan; what has come in already counts at once."""
        lines = super().create(vals_list)
        lines._check_open()
        lines._spread(lines.contract_id.ids)
        return lines

    def write(self, vals):
        planned = vals.keys() & {"amount", "due_on", "sequence", "contract_id"}
        if planned:
            self._check_open()
        contracts = self.contract_id.ids
        result = super().write(vals)
        if planned:
            self._spread([*contracts, *self.contract_id.ids])
        return result

    def unlink(self):
        self._check_open()
        contracts = self.contract_id.ids
        result = super().unlink()
        self._spread(contracts)
        return result

    def _check_open(self):
        """:raise UserError: for a plan of a contract that is over"""
        for contract in self.contract_id:
            if contract.state in ("ended", "terminated") and not self.env.su:
                raise UserError(
                    self.env._("%s is over: its plan stays as it is.", contract.display_name)
                )

    @api.model
    def _spread(self, contracts):
        """Spread what came in over the plans of these contracts (ids), in one statement."""
        if not contracts:
            return
        self.env.flush_all()
        self.env.cr.execute(SPREAD, {"contracts": list(contracts)})
        self.env["ops.collection.line"].invalidate_model(
            ["allocated", "residual", "paid_on", "state", "days_late", "is_late"]
        )
        self.env["ops.collection.promise"]._judge(contracts)
        self._age(contracts)

    @api.model
    def _age(self, contracts=None):
        """Bring the ageing of these contracts (ids) or of all up to date; writes what changed."""
        cases = " ".join(
            f"WHEN %(today)s::date - due_on <= {most} THEN '{key}'" for most, key in GROUPS
        )
        only = "AND contract_id = ANY(%(contracts)s)" if contracts else ""
        query = AGE.format(cases=cases, oldest=OLDEST, only=only)
        self.env.flush_all()
        for company in self.env["res.company"].sudo().search([]):
            values = {"today": company._ops_today(), "company": company.id}
            self.env.cr.execute(query, {**values, "contracts": list(contracts or ())})
        self.env["ops.collection.line"].invalidate_model(["ageing"])
