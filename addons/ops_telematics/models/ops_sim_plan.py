from odoo import api, fields, models


class OpsSimPlan(models.Model):
    """What is bought for a card each month; its prices are dated tariffs."""

    _name = "ops.sim.plan"
    _description = "Card plan"
    _order = "account_id, code, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True

    account_id = fields.Many2one(
        "ops.operator.account",
        "Operator account",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    code = fields.Char(required=True, help="As the operator's files name it.")
    name = fields.Char(required=True)
    pool_id = fields.Many2one(
        "ops.sim.pool",
        "Pool",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('account_id', '=', account_id)]",
        check_company=True,
    )
    tariff_ids = fields.One2many("ops.sim.tariff", "plan_id", "Tariffs", copy=True)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(account_id, code)", "The account has this plan already.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for plan in self:
            same = plan.code == plan.name
            plan.display_name = plan.code if same else f"{plan.code} {plan.name or ''}".strip()
