from odoo import fields, models

#: Prices per megabyte have more places than yuan.
PRICE = (16, 6)


class OpsSimTariff(models.Model):
    """The money rules of a plan from a day on, until its next tariff."""

    _name = "ops.sim.tariff"
    _description = "Tariff of a card plan"
    _order = "plan_id, date_from desc, id"

    plan_id = fields.Many2one("ops.sim.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    date_from = fields.Date("Valid from", required=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    monthly_fee = fields.Float(digits=PRICE)
    included_mb = fields.Float("Included (MB)", digits=(16, 3))
    overage_per_mb = fields.Float("Overage per MB", digits=PRICE)
    suspended_fee = fields.Float(
        "Monthly fee while stopped", digits=PRICE, help="Keeps the number reserved."
    )
    proration = fields.Selection(
        [
            ("full_month", "Full month if active at any moment"),
            ("daily", "By days"),
        ],
        "Part of a month",
        required=True,
        default="full_month",
    )
    silent_months = fields.Integer(
        "Silent period (months)",
        help="After it the operator activates the card by force and bills it; 0 for none.",
    )

    _once = models.UniqueIndex("(plan_id, date_from)", "The plan has a tariff from this day on.")
    _not_negative = models.Constraint(
        "CHECK (monthly_fee >= 0 AND included_mb >= 0 AND overage_per_mb >= 0"
        " AND suspended_fee >= 0 AND silent_months >= 0)",
        "Fees, traffic and months of a tariff are zero or more.",
    )
