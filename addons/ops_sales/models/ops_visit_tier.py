from odoo import fields, models


class OpsVisitTier(models.Model):
    """A tier of customers: how often they are visited."""

    _name = "ops.visit.tier"
    _description = "Tier of customers"
    _order = "interval, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    interval = fields.Integer("Days between visits", required=True, default=30)
    note = fields.Char("Who belongs to it", translate=True)

    _interval = models.Constraint("CHECK (interval > 0)", "Between two visits lies a day at least.")
