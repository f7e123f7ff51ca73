from odoo import fields, models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "ops.branch.owned.mixin"]

    _ops_owner_paths = ("journal_id.ops_department_id", "team_id.ops_department_id")

    ops_department_id = fields.Many2one(precompute=False)  # the team is not known so early

    ops_report_line_ids = fields.One2many(
        "ops.expense.report.line", "move_id", "Costs settled", groups="ops_roles.group_fin"
    )
