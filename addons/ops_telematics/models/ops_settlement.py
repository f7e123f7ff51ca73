import re
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..core.settlement_charge import Month

#: Role groups that check bills; finance books them.
CHECKERS = ("ops_roles.group_da", "ops_roles.group_dm")


class OpsSettlement(models.Model):
    """The bill of an operator account for a month: checked card by card, approved, booked, paid.

    The file of the bill makes it (``operator_invoice``); ``run()`` judges every line against the
    history of our cards and may be repeated until it is approved: the same data give the same
    result. Whoever brought the file in never approves it. ``state`` follows from ``step`` and from
    the payment of the vendor bill, so that undoing a payment undoes “paid”.
    """

    _name = "ops.settlement"
    _description = "Settlement of an operator's bill"
    _inherit = ["ops.approval.mixin", "ops.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "period desc, operator_account_id"
    _check_company_auto = True
    _guarded = (
        *("step", "state", "importer_id", "feed_id", "run_at", "run_by_id", "result_digest"),
        *("billed_total", "approved_total", "dispute_total", "unbilled_total", "control_total"),
        *("tax_total", "exception_count", "invoice_line_count"),
        *("bill_id", "accrual_id", "posted_by_id"),
    )

    operator_account_id = fields.Many2one(
        "ops.operator.account",
        "Operator account",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    period = fields.Char("Month", required=True, size=7, help="YYYY-MM", tracking=True)
    department_id = fields.Many2one(
        compute="_compute_department_id",
        store=True,
        precompute=True,
        readonly=True,
        default=None,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="operator_account_id.partner_id", string="Operator")
    invoice_number = fields.Char("Number of the bill", help="As the operator's invoice has it.")
    stated_total = fields.Float(
        "Total by the invoice (¥)",
        digits=(16, 2),
        help="What the paper invoice says; the sum of the lines must come to it. 0: not checked.",
    )
    step = fields.Selection(
        [
            ("draft", "To check"),
            ("checked", "Checked"),
            ("approved", "To book"),
            ("posted", "To pay"),
        ],
        "Step done",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    state = fields.Selection(
        [
            ("draft", "To check"),
            ("checked", "Checked"),
            ("approved", "To book"),
            ("posted", "To pay"),
            ("paid", "Paid"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
    )
    importer_id = fields.Many2one(
        "res.users",
        "Brought in by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        copy=False,
    )
    feed_id = fields.Many2one(
        "ops.feed", "File", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    run_at = fields.Datetime("Checked at", readonly=True, copy=False)
    run_by_id = fields.Many2one("res.users", "Checked by", readonly=True, copy=False)
    result_digest = fields.Char(
        "Fingerprint of the result",
        readonly=True,
        copy=False,
        help="The same for the same data, however often it is checked.",
    )
    invoice_line_count = fields.Integer("Lines of the bill", readonly=True, copy=False)
    exception_count = fields.Integer("Exceptions", readonly=True, copy=False)
    billed_total = fields.Float("Billed (¥)", digits=(16, 2), readonly=True, copy=False)
    approved_total = fields.Float("Approved (¥)", digits=(16, 2), readonly=True, copy=False)
    dispute_total = fields.Float("Disputed (¥)", digits=(16, 2), readonly=True, copy=False)
    unbilled_total = fields.Float("Due, not billed (¥)", digits=(16, 2), readonly=True, copy=False)
    control_total = fields.Float("Total in the file (¥)", digits=(16, 2), readonly=True, copy=False)
    tax_total = fields.Float("Tax in the file (¥)", digits=(16, 2), readonly=True, copy=False)
    control_difference = fields.Float(
        "Off the stated total (¥)", digits=(16, 2), compute="_compute_control_difference"
    )
    line_ids = fields.One2many("ops.settlement.line", "settlement_id", "Lines", readonly=True)
    exception_ids = fields.One2many(
        "ops.settlement.line",
        "settlement_id",
        "Lines that are not right",
        domain=[("status", "!=", "matched")],
        readonly=True,
    )
    bill_id = fields.Many2one(
        "account.move", "Vendor bill", readonly=True, copy=False, index="btree_not_null"
    )
    accrual_id = fields.Many2one(
        "account.move", "Accrual", readonly=True, copy=False, index="btree_not_null"
    )
    dispute_ids = fields.One2many("ops.settlement.dispute", "settlement_id", "Disputes")
    posted_by_id = fields.Many2one("res.users", "Booked by", readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(operator_account_id, period)", "The bill of this account and month is there already."
    )
    _period_form = models.Constraint(
        "CHECK (period ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$')", "A month is written 2026-10."
    )
    _one_bill = models.UniqueIndex("(bill_id) WHERE bill_id IS NOT NULL", "One bill each.")

    @api.depends("operator_account_id.department_id")
    def _compute_department_id(self):
        for settlement in self:
            settlement.department_id = settlement.operator_account_id.department_id

    @api.depends("step", "bill_id.payment_state", "bill_id.state")
    def _compute_state(self):
        for settlement in self:
            bill = settlement.sudo().bill_id
            paid = settlement.step == "posted" and bill.payment_state == "paid"
            settlement.state = "paid" if paid else settlement.step

    @api.depends(
        "billed_total", "stated_total", "control_total", "operator_account_id.tolerance_line"
    )
    def _compute_control_difference(self):
        for one in self:
            one.control_difference = one._off_total()

    @api.depends("operator_account_id.name", "period")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.sudo().operator_account_id.name or ''} {one.period or ''}"

    @api.constrains("period")
    def _check_period(self):
        for settlement in self:
            if settlement._month().first > settlement.company_id._ops_today():
                raise ValidationError(
                    self.env._(
                        "%s has not come yet: bills are of months gone by.", settlement.period
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normal(vals) for vals in vals_list])

    def write(self, vals):
        if vals.keys() & {"operator_account_id", "period"} and not self.env.su:
            raise AccessError(
                self.env._("A settlement is of one account and month. Make another one for others.")
            )
        return super().write(self._normal(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        if any(one.step in ("approved", "posted") for one in self):
            raise UserError(self.env._("What is approved stays."))

    @api.model
    def _normal(self, vals) -> dict:
        """A month may be given as a day or as text."""
        period = vals.get("period")
        if isinstance(period, date):
            period = f"{period:%Y-%m}"
        if isinstance(period, str) and re.fullmatch(r"20\d\d-\d\d-\d\d", period):
            period = period[:7]
        return {**vals, "period": period} if "period" in vals else vals

    def _month(self) -> Month:
        self.ensure_one()
        return Month.parse(self.period)

    # ---------------------------------------------------------------- approval

    def _approval_fields(self):
        return (
            *("operator_account_id", "period", "invoice_number", "stated_total"),
            *("billed_total", "approved_total", "dispute_total", "result_digest"),
        )

    def _approval_amount(self):
        return abs(self.billed_total)

    def _approval_requester(self):
        return self.importer_id

    def _on_approved(self):
        self.step = "approved"

    @api.depends("step")
    @api.depends_context("uid")
    def _compute_can(self):
        """What is not checked cannot be handed in."""
        super()._compute_can()
        for settlement in self:
            settlement.can_submit = settlement.can_submit and settlement.step == "checked"

    def action_submit(self):
        """Hand in what was checked; who brought the bill in does it and never approves it."""
        for settlement in self:
            if settlement.step != "checked":
                raise UserError(self.env._("%s: check the bill first.", settlement.display_name))
        return super().action_submit()

    # ---------------------------------------------------------------- checking

    def action_run(self):
        """Check the bill, and show what came of it."""
        self.run()
        return True

    def run(self):
        """Judge every line of the bill and write the result; repeated, it is the same.

        :raise UserError: without a bill, in approval, or approved already
        """
        self._check_checker()
        for settlement in self:
            settlement._approval_lock()
            settlement._check_open()
            settlement.sudo()._run()
        return True

    def _check_checker(self):
        allowed = self.env.su or any(map(self.env.user.has_group, CHECKERS))
        if not allowed:
            raise AccessError(
                self.env._("Bills of operators are checked by the data administrator.")
            )
        self.check_access("read")

    def _check_open(self):
        """:raise UserError: when the bill may not change any more"""
        self.ensure_one()
        if self.approval_state == "pending":
            raise UserError(self.env._("%s is in approval. Withdraw it first.", self.display_name))
        if self.step in ("approved", "posted"):
            raise UserError(
                self.env._("%s is approved: the month is closed and stays.", self.display_name)
            )

    def _take_bill(self, feed, stage) -> int:
        """Take the lines of the stage table as the bill; a later file replaces an earlier one."""
        self.ensure_one()
        self._approval_lock()
        self._check_open()
        lines = self.env["ops.operator.invoice.line"]._take(self, stage)
        self._forget_result()
        control, tax = self._file_totals(stage)
        self.write(
            {
                "step": "draft",
                "invoice_line_count": lines,
                "importer_id": feed.user_id.id,
                "feed_id": feed.id,
                "control_total": control,
                "tax_total": tax,
            }
        )
        return lines

    def _file_totals(self, stage):
        """What the line of totals says, if the file has one, and the tax of all lines."""
        self.env.cr.execute(
            SQL(
                "SELECT COALESCE(sum(amount) FILTER (WHERE is_total), 0),"
                " COALESCE(sum(tax) FILTER (WHERE NOT is_total), 0) FROM %s",
                stage,
            )
        )
        return self.env.cr.fetchone()

    def _forget_result(self):
        """Drop what an earlier check found."""
        self.env.cr.execute("DELETE FROM ops_settlement_line WHERE settlement_id = %s", [self.id])
        self.env["ops.settlement.line"].invalidate_model(flush=False)

    # ---------------------------------------------------------------- to look at

    def action_open_lines(self):
        """Show all lines."""
        return self._open_lines([])

    def action_open_exceptions(self):
        """Show the lines that are not as they should be, by what they are."""
        return self._open_lines([("status", "!=", "matched")], {"search_default_group_status": 1})

    def _open_lines(self, domain, context=None):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_telematics.action_settlement_line"
        )
        domain = [("settlement_id", "=", self.id), *domain]
        return {**action, "domain": domain, "context": context or {}, "name": self.display_name}

    def action_open_bill(self):
        """Open the vendor bill (finance)."""
        self.ensure_one()
        self.bill_id.check_access("read")
        return self.bill_id._get_records_action()
