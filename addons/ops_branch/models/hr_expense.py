from odoo import api, models


class HrExpense(models.Model):
    _name = "hr.expense"
    _inherit = ["hr.expense", "ops.branch.owned.mixin"]

    @api.depends("employee_id")
    def _compute_ops_department_id(self):
        """Where the person worked when it was spent; a later move leaves it there."""
        people = self.env["hr.employee"].browse([one.employee_id.id for one in self])
        days = [one.date for one in self]
        for expense, branch in zip(self, people._ops_branches_on(days), strict=True):
            expense.ops_department_id = branch.department_id
