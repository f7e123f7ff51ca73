"""What people decide on a checked bill before it is handed in: let lines pass, explain a total."""

from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core.settlement import CONTROL, OTHER, Totals


class OpsSettlement(models.Model):
    _inherit = "ops.settlement"

    control_note = fields.Text(
        "Why the total differs",
        tracking=True,
        copy=False,
        help="Needed before a bill is handed in whose lines do not come to its total.",
    )

    def write(self, vals):
        """A total that is typed in after the check is held against the lines at once."""
        result = super().write(vals)
        if "stated_total" in vals:
            for settlement in self.filtered(lambda one: one.step == "checked"):
                settlement.sudo()._note_control()
        return result

    def action_submit(self):
        """Hand in a bill; one that does not come to its total with the reason why."""
        for settlement in self:
            if settlement.control_difference and not (settlement.control_note or "").strip():
                raise UserError(
                    self.env._(
                        "%(bill)s: the lines are ¥%(off).2f off its total. Send the complete file,"
                        " correct the stated total, or write down why it differs.",
                        bill=settlement.display_name,
                        off=settlement.control_difference,
                    )
                )
        return super().action_submit()

    def _approval_fields(self):
        return (*super()._approval_fields(), "control_note")

    def _off_total(self) -> float:
        """Return what the lines are off the stated total (yuan), beyond the tolerance of a line."""
        stated = self.stated_total or self.control_total
        amounts = (self.billed_total, stated, self.operator_account_id.tolerance_line)
        billed, stated, tolerance = (Decimal(f"{one:.2f}") for one in amounts)
        return float(Totals(billed=billed).off(stated, tolerance))

    def _note_control(self):
        """Keep one exception beside the lines while they are off the total (superuser mode)."""
        self.ensure_one()
        lines, mine = self.env["ops.settlement.line"], [("settlement_id", "=", self.id)]
        lines.search([*mine, ("status", "=", CONTROL)]).unlink()
        if self._off_total():
            lines.create(
                {
                    "settlement_id": self.id,
                    "department_id": self.department_id.id,
                    "charge_type": OTHER,
                    "status": CONTROL,
                }
            )
        self.exception_count = lines.search_count([*mine, ("status", "!=", "matched")])

    def _let_pass(self, lines, reason):
        """Let disputed lines pass with a reason, or dispute them again, and check anew.

        :param reason: why; None to dispute again
        :raise UserError: when the bill is not open, or a line is not disputed
        """
        self._check_checker()
        for settlement, mine in lines.grouped("settlement_id").items():
            settlement._approval_lock()
            settlement._check_open()
            settlement._check_can_pass(mine, reason)
            settlement.sudo()._keep_passed(mine, reason)
            settlement.run()

    def _check_can_pass(self, lines, reason):
        for line in lines:
            passed = "accepted" in (line.flags or "").split(",")
            if not line.line_no or not (line.dispute > 0 if reason else passed):
                raise UserError(
                    self.env._(
                        "Line %(line)s (%(card)s) is not disputed: nothing has to be decided.",
                        line=line.line_no or "–",
                        card=line.iccid or "–",
                    )
                )

    def _keep_passed(self, lines, reason):
        """Note the decision with the lines of the bill, and in the history (superuser mode)."""
        self.env.cr.execute(
            SQL(
                "UPDATE ops_operator_invoice_line SET accept_reason = %s, accepted_by_id = %s"
                " WHERE settlement_id = %s AND (line_no, iccid) IN %s",
                reason,
                self.env.uid if reason else None,
                self.id,
                tuple((line.line_no, line.iccid) for line in lines),
            )
        )
        self.env["ops.operator.invoice.line"].invalidate_model(flush=False)
        numbers = ", ".join(str(line.line_no) for line in lines)
        text = self.env._("Let pass, lines %(lines)s: %(why)s", lines=numbers, why=reason or "")
        if not reason:
            text = self.env._("Disputed again, lines %s", numbers)
        self.message_post(body=text)
