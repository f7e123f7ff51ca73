from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OpsApprovalTemplateLine(models.Model):
    _name = "ops.approval.template.line"
    _inherit = ["ops.approval.resolver.mixin"]
    _description = "Step of an approval template"
    _order = "sequence, id"

    name = fields.Char(translate=True)
    template_id = fields.Many2one(
        "ops.approval.template", required=True, index=True, ondelete="cascade"
    )
    role_ids = fields.Many2many(relation="ops_approval_template_line_role_rel")
    user_ids = fields.Many2many(relation="ops_approval_template_line_user_rel")
    amount_min = fields.Float("From amount", help="In the currency of the company, inclusive.")
    amount_max = fields.Float("Below amount", help="In the currency of the company; 0: no limit.")

    @api.constrains("amount_min", "amount_max")
    def _check_band(self):
        for line in self:
            if line.amount_max and line.amount_max <= line.amount_min:
                raise ValidationError(
                    self.env._("%s: the upper amount is not above the lower one.", line.name)
                )

    def _stage_vals(self) -> dict:
        """Return the values of the stage that carries this step out."""
        return {
            "name": self.name,
            "resolver": self.resolver,
            "mode": self.mode,
            "role_ids": self.role_ids.ids,
            "everywhere": self.everywhere,
            "level": self.level,
            "user_ids": self.with_context(active_test=False).user_ids.ids,
            "remind_hours": self.remind_hours,
            "escalate_hours": self.escalate_hours,
        }
