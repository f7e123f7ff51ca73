from odoo import models


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "ops.branch.owned.mixin"]

    _ops_owner_paths = ("move_id.ops_department_id",)
