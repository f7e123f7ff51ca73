from odoo import fields, models


class ProjectMilestone(models.Model):
    _name = "project.milestone"
    _inherit = ["project.milestone", "ops.work.progress.mixin"]

    _ops_work_field = "milestone_id"

    ops_work_order_ids = fields.One2many("ops.work.order", "milestone_id", "Work orders")

    def _ops_reach(self):
        """Mark milestones as reached whose orders are all accepted (sudo)."""
        self.invalidate_recordset(["ops_progress"])
        self.filtered(lambda one: one.ops_progress == 100 and not one.is_reached).is_reached = True
