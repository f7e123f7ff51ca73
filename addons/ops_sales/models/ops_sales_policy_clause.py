from odoo import api, fields, models


class OpsSalesPolicyClause(models.Model):
    """A clause of a sales policy; one that limits the discount says for whom and to how much."""

    _name = "ops.sales.policy.clause"
    _description = "Clause of a sales policy"
    _inherit = ["ops.approval.part.mixin"]
    _order = "policy_id, sequence, id"
    _approval_parent = "policy_id"

    policy_id = fields.Many2one(
        "ops.sales.policy", "Policy", required=True, index=True, ondelete="cascade"
    )
    department_id = fields.Many2one(related="policy_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    number = fields.Char("Clause", required=True, help="As it is quoted, such as 3.2.")
    text = fields.Text(required=True)
    is_limit = fields.Boolean("Limits the discount")
    role_ids = fields.Many2many(
        "ops.role",
        "ops_sales_policy_clause_role_rel",
        string="For sellers who are",
        help="Empty: everybody whom no other clause names.",
    )
    percent = fields.Float("Discount up to (%)", digits=(5, 2))

    _number_once = models.UniqueIndex("(policy_id, number)", "This clause exists already.")
    _percent_range = models.Constraint(
        "CHECK (percent BETWEEN 0 AND 100)", "A discount is between 0 and 100 percent."
    )

    @api.depends("policy_id.name", "number")
    def _compute_display_name(self):
        for clause in self:
            clause.display_name = self.env._(
                "%(policy)s, clause %(number)s",
                policy=clause.policy_id.name,
                number=clause.number,
            )
