from odoo import api, fields, models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    ops_branch_ids = fields.One2many("ops.branch", "department_id", "Branches")
    ops_branch_id = fields.Many2one(
        "ops.branch",
        "Branch",
        compute="_compute_ops_branch_id",
        store=True,
        recursive=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The branch this department is, or the nearest one above it.",
    )

    @api.depends("ops_branch_ids", "parent_id.ops_branch_id")
    def _compute_ops_branch_id(self):
        for department in self:
            above = department.parent_id.ops_branch_id
            department.ops_branch_id = department.ops_branch_ids[:1] or above
