from odoo import api, models


class HrExpense(models.Model):
    _name = "hr.expense"
    _inherit = ["hr.expense", "ops.branch.owned.mixin"]

    @api.depends("employee_id")
    def _compute_ops_department_id(self):
        """Where the person worked when it was noted; a later move leaves it there."""
        for expense in self:
            branch = expense.employee_id.department_id.ops_branch_id
            expense.ops_department_id = branch.department_id
