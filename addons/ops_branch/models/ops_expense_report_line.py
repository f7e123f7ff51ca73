from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .ops_expense_report import REVIEWERS

#: What the data administrator types for a cost that is nowhere yet.
TYPED = {"date", "name", "partner_id", "category_id", "amount", "attachment_ids"}


class OpsExpenseReportLine(models.Model):
    """A cost in an expense report: an expense, something booked already, or entered by hand.

    ``amount`` is in the company's currency. A line returned stays with its reason; the same cost
    is collected again as a new line when it is handed in anew.
    """

    _name = "ops.expense.report.line"
    _description = "Cost in an expense report"
    _inherit = ["ops.guarded.mixin", "ops.attached.mixin"]
    _order = "report_id, kind, date, id"
    _guarded = (
        *("kind", "expense_id", "analytic_line_id", "verdict", "reason", "reviewer_id"),
        *("reviewed_at", "submitter_id"),
    )

    report_id = fields.Many2one(
        "ops.expense.report", required=True, index=True, ondelete="restrict"
    )
    branch_id = fields.Many2one(related="report_id.branch_id", store=True, index=True)
    department_id = fields.Many2one(related="report_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(related="report_id.month", store=True, index=True)
    report_state = fields.Selection(related="report_id.state", string="State of the report")
    kind = fields.Selection(
        [("expense", "Expense"), ("booked", "In the books"), ("other", "Entered here")],
        required=True,
        default="other",
    )
    date = fields.Date(
        "Spent on", required=True, default=lambda self: self.env.company._ops_today()
    )
    name = fields.Char("What for", required=True)
    category_id = fields.Many2one(
        "ops.cash.category",
        "Kind of cost",
        ondelete="restrict",
        domain=[("direction", "=", "out")],
        help="Finance decides once to which account each kind goes.",
    )
    partner_id = fields.Many2one("res.partner", "Supplier", index="btree_not_null")
    submitter_id = fields.Many2one(
        "res.users", "Handed in by", readonly=True, default=lambda self: self.env.user
    )
    amount = fields.Monetary(required=True, aggregator="sum")
    attachment_ids = fields.Many2many(
        "ir.attachment", "ops_expense_report_line_attachment_rel", string="Receipts", copy=False
    )
    expense_id = fields.Many2one(
        "hr.expense", "Native expense", index="btree_not_null", ondelete="restrict"
    )
    analytic_line_id = fields.Many2one(
        "account.analytic.line", "Booked as", index="btree_not_null", ondelete="restrict"
    )
    verdict = fields.Selection(
        [("waiting", "To review"), ("accepted", "Allowed"), ("returned", "Returned")],
        required=True,
        default="waiting",
        index=True,
        copy=False,
    )
    reason = fields.Char("Why returned", copy=False)
    reviewer_id = fields.Many2one("res.users", "Reviewed by", copy=False)
    reviewed_at = fields.Datetime("Reviewed at", copy=False)
    move_id = fields.Many2one(
        "account.move",
        "Settled by",
        groups="ops_roles.group_fin",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )

    _expense_once = models.UniqueIndex(
        "(expense_id) WHERE verdict <> 'returned'", "This expense is in a report already."
    )
    _booked_once = models.UniqueIndex(
        "(analytic_line_id) WHERE verdict <> 'returned'", "This cost is in a report already."
    )
    _amount_is_something = models.Constraint("CHECK (amount > 0)", "Enter an amount above zero.")

    @api.model_create_multi
    def create(self, vals_list):
        """Costs by hand are entered while the report is collected."""
        lines = super().create(vals_list)
        lines._check_typing()
        lines._adopt_attachments()
        return lines

    def write(self, vals):
        if not self.env.su:
            self._check_typing()
            if vals.keys() - TYPED or any(line.kind != "other" for line in self):
                raise AccessError(
                    self.env._("What was collected stays as it is. Change it where it came from.")
                )
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_while_collecting(self):
        self._check_typing()

    def action_accept(self):
        """Accept the lines; native expenses are approved by it.

        :raise AccessError: for who is no reviewer of the branch, or handed the line in himself
        """
        self._check_reviewer()
        self.sudo()._judge("accepted")
        expenses = self.sudo().expense_id.filtered(lambda one: one.state == "submitted")
        expenses._do_approve(check=False)
        self.sudo().report_id._close_review()

    def action_return(self):
        """Ask why and return the lines to who handed them in."""
        self._check_reviewer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Return to who handed it in"),
            "res_model": "ops.expense.return",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_line_ids": self.ids},
        }

    def action_open_source(self):
        """Open the native record of the cost."""
        self.ensure_one()
        self.check_access("read")
        source = self.expense_id or self.sudo().analytic_line_id.move_line_id.move_id
        if not source:
            raise UserError(self.env._("This cost was entered here: it has no other record."))
        return source.with_env(self.env)._get_records_action()

    @api.model
    def _expense_vals(self, report, expense) -> dict:
        return {
            "report_id": report.id,
            "kind": "expense",
            "date": expense.date,
            "name": expense.name,
            "partner_id": expense.vendor_id.id,
            "submitter_id": expense.employee_id.user_id.id,
            "amount": expense.total_amount,
            "expense_id": expense.id,
        }

    @api.model
    def _booked_vals(self, report, line) -> dict:
        return {
            "report_id": report.id,
            "kind": "booked",
            "date": line.date,
            "name": line.name,
            "partner_id": line.partner_id.id,
            "submitter_id": line.move_line_id.move_id.create_uid.id or line.create_uid.id,
            "amount": -line.amount,
            "analytic_line_id": line.id,
        }

    def _return(self, reason):
        """Return lines with a reason; expenses are drafts again, and who handed in has a to-do."""
        self._check_reviewer()
        lines = self.sudo()
        lines._judge("returned", reason)
        # Back in draft, unlike refused, its person can mend it and hand it in anew.
        lines.expense_id._do_reset_approval()
        for line in lines.filtered("submitter_id"):
            record = line.expense_id or line.report_id
            record.message_post(body=self.env._("Returned: %s", reason))
            record.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=line.submitter_id.id,
                summary=self.env._("Returned: %s", line.name),
                note=reason,
            )
        lines.report_id._close_review()

    def _judge(self, verdict, reason=False):
        self.write(
            {
                "verdict": verdict,
                "reason": reason,
                "reviewer_id": self.env.uid,
                "reviewed_at": fields.Datetime.now(),
            }
        )

    def _check_typing(self):
        if self.env.su:
            return
        self.report_id._check_collector()
        self.report_id._check_state("collecting")

    def _check_reviewer(self):
        """:raise AccessError: for who is no reviewer, or for what one handed in oneself"""
        self.check_access("read")
        self.report_id._check_state("review")
        if self.env.su:
            return
        if not any(map(self.env.user.has_group, REVIEWERS)):
            raise AccessError(
                self.env._("Lines are reviewed by the centre manager and the deputies.")
            )
        for line in self.sudo():
            if self.env.user in line.submitter_id | line.report_id.submitted_by_id:
                raise AccessError(
                    self.env._("%s: nobody reviews what he handed in himself.", line.name)
                )
            if line.verdict != "waiting":
                raise UserError(self.env._("%s has its verdict already.", line.name))
