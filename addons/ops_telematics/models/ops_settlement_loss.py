"""A claim that is given up becomes cost of the branches it was billed for."""

from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..core.settlement_posting import RETURN, plan_loss


class OpsSettlementDispute(models.Model):
    _inherit = "ops.settlement.dispute"

    def action_give_up(self):
        """Ask why what is still open is given up (finance)."""
        self.ensure_one()
        self._check_finance()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give up the claim"),
            "res_model": "ops.settlement.loss",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_dispute_id": self.id},
        }

    def _give_up(self, reason):
        """Post what is open as cost, and let that close the claim (superuser mode)."""
        self.ensure_one()
        if self.state == "closed":
            raise UserError(self.env._("%s is closed already.", self.display_name))
        settlement = self.settlement_id.with_company(self.company_id)
        items = plan_loss(settlement._shares(), Decimal(f"{self.open_amount:.2f}"))
        claim = {
            "name": self.env._("Claim given up: %s", self.display_name),
            "account_id": self.claim_line_id.account_id.id,
            "partner_id": self.partner_id.id,
            "credit": float(sum(item.amount for item in items)),
            "ops_settlement_id": settlement.id,
            "ops_settlement_kind": RETURN,
        }
        lines = [*(settlement._accrual_line(item) for item in items), claim]
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "company_id": self.company_id.id,
                "date": self.company_id._ops_today(),
                "ref": claim["name"],
                "narration": reason,
                "ops_settlement_id": settlement.id,
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        move.action_post()
        closing = move.line_ids.filtered(lambda line: line.ops_settlement_kind == RETURN)
        (closing | self.claim_line_id).reconcile()
        self.message_post(body=self.env._("Given up: %s", reason))
        return move
