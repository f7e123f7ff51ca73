from odoo import fields, models


class ProjectProject(models.Model):
    """An engineering project of a branch: its work orders carry its progress."""

    _name = "project.project"
    _inherit = ["project.project", "ops.branch.owned.mixin", "ops.work.progress.mixin"]

    _ops_owner_paths = ("ops_branch_id.department_id",)
    _ops_partner_fields = ("partner_id",)
    _ops_work_field = "project_id"

    # Computed before it exists, a project would be read with fields its author may not see.
    ops_department_id = fields.Many2one(precompute=False)
    ops_branch_id = fields.Many2one(
        "ops.branch",
        "Branch of the project",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env.user._ops_branch(),
    )
    ops_work_order_ids = fields.One2many("ops.work.order", "project_id", "Work orders")

    def action_ops_work_orders(self):
        """Show the work orders of the project."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_branch.action_work_order")
        context = {"default_project_id": self.id, "default_partner_id": self.partner_id.id}
        return {
            **action,
            "domain": [("project_id", "=", self.id)],
            "context": {**context, "default_branch_id": self.ops_branch_id.id},
        }
