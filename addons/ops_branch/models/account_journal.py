from odoo import fields, models


class AccountJournal(models.Model):
    _name = "account.journal"
    _inherit = ["account.journal", "ops.branch.owned.mixin"]

    _ops_owner_paths = ("ops_branch_ids.department_id",)

    ops_branch_ids = fields.One2many("ops.branch", "cash_journal_id", "Branches")
