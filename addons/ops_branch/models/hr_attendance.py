from odoo import api, models


class HrAttendance(models.Model):
    _name = "hr.attendance"
    _inherit = ["hr.attendance", "ops.branch.owned.mixin"]

    @api.depends("employee_id")
    def _compute_ops_department_id(self):
        """Where the person worked when it was noted; a later move leaves it there."""
        for attendance in self:
            branch = attendance.employee_id.department_id.ops_branch_id
            attendance.ops_department_id = branch.department_id
