from odoo import fields, models


class OpsSimPool(models.Model):
    """Traffic that the cards of several plans share before anything is overage."""

    _name = "ops.sim.pool"
    _description = "Traffic pool"
    _order = "name, id"

    name = fields.Char(required=True)
    account_id = fields.Many2one(
        "ops.operator.account", "Operator account", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    plan_ids = fields.One2many("ops.sim.plan", "pool_id", "Plans")
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex("(account_id, name)", "The account has this pool already.")
