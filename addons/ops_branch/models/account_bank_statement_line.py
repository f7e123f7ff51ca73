from odoo import models


class AccountBankStatementLine(models.Model):
    _name = "account.bank.statement.line"
    _inherit = ["account.bank.statement.line", "ops.branch.owned.mixin"]

    _ops_owner_paths = ("journal_id.ops_department_id",)
