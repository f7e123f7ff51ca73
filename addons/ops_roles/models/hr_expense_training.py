from odoo import api, fields, models
from odoo.exceptions import UserError


class HrExpense(models.Model):
    """An expense for a training session counts into what the session costs."""

    _inherit = "hr.expense"

    ops_session_id = fields.Many2one(
        "ops.training.session", string="Training session", index="btree_not_null"
    )

    @api.constrains("ops_session_id")
    def _check_session(self):
        for expense in self.filtered("ops_session_id"):
            if expense.ops_session_id.sudo().company_id != expense.company_id:
                raise UserError(
                    self.env._(
                        "“%s” is a session of another company. Choose one of your own.",
                        expense.ops_session_id.sudo().name,
                    )
                )
