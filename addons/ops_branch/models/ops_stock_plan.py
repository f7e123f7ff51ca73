from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class OpsStockPlan(models.Model):
    """What is counted how often at a branch; the day before it is due the count is there."""

    _name = "ops.stock.plan"
    _description = "Plan of stock counts"
    _inherit = ["ops.at.branch.mixin", "mail.thread"]
    _order = "next_on, id"

    categ_id = fields.Many2one(
        "product.category", "Goods", index=True, tracking=True, help="Empty: all goods."
    )
    every = fields.Integer("Every", required=True, default=1, tracking=True)
    unit = fields.Selection(
        [("weeks", "weeks"), ("months", "months")], required=True, default="months", tracking=True
    )
    next_on = fields.Date(
        "Next count", required=True, default=fields.Date.context_today, index=True, tracking=True
    )
    days = fields.Integer("Days to finish", required=True, default=3, tracking=True)
    recount_percent = fields.Float(
        "Counted again above %",
        tracking=True,
        help="Goods off by more than this part of the book are counted a second time. 0: by any"
        " difference.",
    )
    active = fields.Boolean(default=True, tracking=True)
    count_ids = fields.One2many("ops.stock.count", "plan_id", "Counts")

    _once = models.UniqueIndex(
        "(branch_id, COALESCE(categ_id, 0)) WHERE active",
        "These goods of the branch have a plan already. Change that one.",
    )
    _figures = models.Constraint(
        "CHECK (every > 0 AND days >= 0 AND recount_percent >= 0 AND recount_percent < 100)",
        "Choose a period above zero, and a percentage from 0 to 99.",
    )

    @api.depends("branch_id.name", "categ_id.name")
    def _compute_display_name(self):
        for plan in self:
            goods = plan.categ_id.display_name or self.env._("All goods")
            plan.display_name = f"{plan.branch_id.name} · {goods}"

    @api.model
    def _cron_plan(self):
        """Make the counts that are due by tomorrow, one per plan, and set the next day.

        A period that was missed (server off, plan switched on again) is not made up for.
        """
        tomorrow = fields.Date.add(self.env.company._ops_today(), days=1)
        plans = self.search([("next_on", "<=", tomorrow), ("branch_id.state", "=", "open")])
        self.env["ops.stock.count"].create([plan._count_vals() for plan in plans])
        for plan in plans:
            while plan.next_on <= tomorrow:
                plan.next_on += relativedelta(**{plan.unit: plan.every})

    def _count_vals(self) -> dict:
        return {
            "plan_id": self.id,
            "branch_id": self.branch_id.id,
            "categ_id": self.categ_id.id,
            "recount_percent": self.recount_percent,
            "scheduled_on": self.next_on,
            "due_on": fields.Date.add(self.next_on, days=self.days),
        }
