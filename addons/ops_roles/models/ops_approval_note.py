from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OpsApprovalNote(models.Model):
    """Request for instructions 请示: a question or plan put before one's superiors."""

    _name = "ops.approval.note"
    _description = "Request for instructions"
    _inherit = [
        "ops.approval.mixin",
        "ops.scoped.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"

    name = fields.Char("Subject", required=True, tracking=True)
    text = fields.Text("Request", required=True)
    amount = fields.Monetary(help="Money asked for; decides who has to sign.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    create_uid = fields.Many2one("res.users", string="Requester", readonly=True, index=True)

    @api.constrains("amount")
    def _check_amount(self):
        for note in self:
            if note.amount < 0:
                raise ValidationError(self.env._("%s: the amount cannot be negative.", note.name))

    def _approval_fields(self):
        return ("name", "text", "amount", "department_id")

    def _approval_amount(self):
        return self.amount
