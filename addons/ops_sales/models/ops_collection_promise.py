from odoo import api, fields, models
from odoo.exceptions import UserError

#: Kept when what came in on the contract between the two days reaches the sum promised.
JUDGE = """
    UPDATE ops_collection_promise promise SET state = found.state
      FROM (SELECT one.id, CASE
                       WHEN COALESCE((SELECT SUM(receipt.amount)
                                        FROM ops_collection_receipt receipt
                                       WHERE receipt.contract_id = one.contract_id
                                         AND receipt.date BETWEEN one.promised_on AND one.pay_on),
                                     0) >= one.amount THEN 'kept'
                       WHEN one.pay_on < %(today)s THEN 'broken'
                       ELSE 'open' END AS state
              FROM ops_collection_promise one
             WHERE one.company_id = %(company)s AND {only}) found
     WHERE found.id = promise.id AND promise.state <> found.state
"""


class OpsCollectionPromise(models.Model):
    """A customer's promise to pay so much by a day; money alone decides whether it was kept."""

    _name = "ops.collection.promise"
    _description = "Promise to pay"
    _inherit = ["ops.guarded.mixin"]
    _order = "pay_on desc, id desc"
    _guarded = ("state", "user_id")

    line_id = fields.Many2one(
        "ops.collection.line", "Part", required=True, index=True, ondelete="cascade"
    )
    contract_id = fields.Many2one(related="line_id.contract_id", store=True, index=True)
    partner_id = fields.Many2one(related="line_id.partner_id", string="Customer")
    department_id = fields.Many2one(related="line_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="line_id.currency_id")
    promised_on = fields.Date(
        "Said on", required=True, default=lambda self: self.env.company._ops_today()
    )
    pay_on = fields.Date("To be paid by", required=True)
    amount = fields.Monetary(required=True)
    note = fields.Char("Who said it", required=True)
    user_id = fields.Many2one(
        "res.users", "Taken down by", readonly=True, default=lambda self: self.env.user
    )
    state = fields.Selection(
        [("open", "Awaited"), ("kept", "Kept"), ("broken", "Broken")],
        default="open",
        required=True,
        readonly=True,
    )

    _days = models.Constraint(
        "CHECK (pay_on >= promised_on)", "It is to be paid on the day of the promise or later."
    )
    _positive = models.Constraint("CHECK (amount > 0)", "The sum promised is above zero.")
    _awaited = models.Index("(pay_on) WHERE state = 'open'")

    @api.model_create_multi
    def create(self, vals_list):
        promises = super().create(vals_list)
        promises._judge(promises.contract_id.ids)
        return promises

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("A promise stays as it was said. Take down a new one."))
        return super().write(vals)

    @api.model
    def _judge(self, contracts=None):
        """Tell whether promises are kept: those on these contracts (ids), or all awaited."""
        only = "one.contract_id = ANY(%(contracts)s)" if contracts else "one.state = 'open'"
        self.env.flush_all()
        for company in self.env["res.company"].sudo().search([]):
            values = {"today": company._ops_today(), "company": company.id}
            values["contracts"] = list(contracts or ())
            self.env.cr.execute(JUDGE.format(only=only), values)
        self.env["ops.collection.promise"].invalidate_model(["state"])
