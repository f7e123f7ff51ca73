from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _ops_branch(self):
        """Return the branch of the first current role card (sudo), or none for headquarters."""
        if not self:
            return self.env["ops.branch"].sudo()
        self.ensure_one()
        return self._ops_current_cards().department_id.ops_branch_id[:1]

    def _ops_branch_place(self):
        """Return the department of that branch (sudo), or none."""
        return self._ops_branch().department_id

    def _get_default_warehouse_id(self):
        """Staff of a branch sell and repair out of the warehouse of their branch."""
        warehouse = self._ops_branch().warehouse_id.with_env(self.env)
        return warehouse or super()._get_default_warehouse_id()
