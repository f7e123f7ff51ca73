from odoo import api, models


class HrAttendance(models.Model):
    _name = "hr.attendance"
    _inherit = ["hr.attendance", "ops.branch.owned.mixin"]

    @api.depends("employee_id")
    def _compute_ops_department_id(self):
        """Where the person worked when it was noted; a later move leaves it there."""
        people = self.env["hr.employee"].browse([one.employee_id.id for one in self])
        days = [one.date for one in self]
        for attendance, branch in zip(self, people._ops_branches_on(days), strict=True):
            attendance.ops_department_id = branch.department_id
