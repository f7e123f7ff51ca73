from odoo import fields, models


class OpsAtBranchMixin(models.AbstractModel):
    """A document of one branch; its department, which the record rules look at, follows."""

    _name = "ops.at.branch.mixin"
    _description = "Belongs to a branch"
    _check_company_auto = True

    branch_id = fields.Many2one(
        "ops.branch",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "!=", "closed")],
        default=lambda self: self.env.user._ops_branch(),
    )
    department_id = fields.Many2one(
        related="branch_id.department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="branch_id.company_id", store=True, index=True, precompute=True
    )
