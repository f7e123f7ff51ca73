from odoo import fields, models
from odoo.exceptions import UserError

from ..core.settlement_posting import CLAIM, COST, RETURN
from .ops_operator_charge import CHARGE_TYPES


class AccountMove(models.Model):
    _inherit = "account.move"

    ops_settlement_id = fields.Many2one(
        "ops.settlement",
        "Operator's bill checked",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    ops_rma_id = fields.Many2one(
        "ops.rma",
        "Return to the maker",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # Behind the lock of the settlement this is the last guard against a second bill.
    _ops_one_bill = models.UniqueIndex(
        "(ops_settlement_id) WHERE ops_settlement_id IS NOT NULL AND move_type = 'in_invoice'",
        "This operator's bill is booked already.",
    )

    def button_draft(self):
        """A booked operator's bill stays: its costs and claims are those that were approved."""
        kept = self.filtered(
            lambda move: move.ops_settlement_id.bill_id == move and move.state == "posted"
        )
        if kept:
            raise UserError(
                self.env._(
                    "%s is an approved operator's bill and stays as it was booked. Enter a credit"
                    " note for what is wrong.",
                    kept[0].display_name,
                )
            )
        return super().button_draft()

    def action_open_ops_settlement(self):
        """Show the settlement this was booked from."""
        self.ensure_one()
        self.check_access("read")
        return self.ops_settlement_id._get_records_action()

    def action_open_ops_rma(self):
        """Show the return to the maker this credit note came from."""
        self.ensure_one()
        self.check_access("read")
        return self.ops_rma_id._get_records_action()


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    ops_settlement_id = fields.Many2one(
        "ops.settlement", "Checked bill", readonly=True, copy=False, index="btree_not_null"
    )
    ops_settlement_kind = fields.Selection(
        [(COST, "Cost of a branch"), (CLAIM, "Claim"), (RETURN, "Returned")],
        "Part of the operator's bill",
        readonly=True,
        copy=False,
    )
    ops_charge_type = fields.Selection(CHARGE_TYPES, "Charge", readonly=True, copy=False)
    ops_branch_department_id = fields.Many2one(
        "hr.department", "Branch charged", readonly=True, copy=False
    )

    def action_open_ops_cards(self):
        """Show the cards behind a line of an operator's bill."""
        self.ensure_one()
        self.check_access("read")
        return self.ops_settlement_id._open_lines(self._ops_cards_domain())

    def _ops_cards_domain(self) -> list:
        """What of the settlement this line sums up."""
        if self.ops_settlement_kind == CLAIM:
            return [("dispute", ">", 0)]
        if self.ops_settlement_kind == RETURN:
            return [("charge_type", "=", "credit")]
        charge = self.ops_charge_type
        return [
            self._ops_which_cards(),
            ("department_id", "=", self.ops_branch_department_id.id),
            ("charge_type", "=" if charge else "!=", charge or "credit"),
        ]

    def _ops_which_cards(self) -> tuple:
        """Of the bill its lines, of the accrual what was not billed, else what was given up."""
        if self.move_id.move_type != "entry":
            return ("line_no", "!=", False)
        accrual = self.sudo().ops_settlement_id.accrual_id
        accrual |= accrual.reversal_move_ids
        return ("line_no", "=", False) if self.move_id in accrual else ("dispute", ">", 0)
