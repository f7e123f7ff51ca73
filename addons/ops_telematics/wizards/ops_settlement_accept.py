from odoo import fields, models
from odoo.exceptions import UserError


class OpsSettlementAccept(models.TransientModel):
    """Why disputed lines of a bill are paid all the same."""

    _name = "ops.settlement.accept"
    _description = "Let lines of a bill pass"

    line_ids = fields.Many2many("ops.settlement.line", string="Lines", required=True)
    reason = fields.Char("Why they are let pass", required=True)

    def action_confirm(self):
        """Let the lines pass and check the bill anew."""
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Write down why the lines are let pass."))
        self.line_ids.settlement_id._let_pass(self.line_ids, reason)
        return {"type": "ir.actions.act_window_close"}
