from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..core.kanban_columns import in_order

#: Progress of what has been granted and is not in hand yet.
OWED = ("waiting", "progress", "arrived")


class OpsRequest(models.Model):
    """A request for resources 人财物: people, facilities, money; granted by approval.

    What is granted is fulfilled by native records alone, whose states tell the progress: the
    recruitment target of a job, purchase orders, expenses and vendor bills. The requester has
    the last word: he confirms that he has it.
    """

    _name = "ops.request"
    _description = "Request for resources"
    _inherit = [
        *("ops.approval.mixin", "ops.scoped.mixin", "ops.todo.mixin"),
        *("mail.thread", "mail.activity.mixin"),
    ]
    _order = "id desc"
    _mail_post_access = "read"
    _rec_names_search = ["number", "name"]
    _guarded = ("number", "progress", "granted_at", "arrival_told", "confirmed_at")

    number = fields.Char("Serial number", readonly=True, copy=False, index="trigram")
    name = fields.Char("What is needed", required=True, tracking=True)
    kind = fields.Selection(
        [
            ("people", "People"),
            ("facilities", "Facilities and goods"),
            ("money", "Money"),
            ("other", "Other"),
        ],
        string="Kind of resource",
        required=True,
        default="facilities",
        tracking=True,
    )
    reason = fields.Text("What it is needed for", required=True)
    needed_by = fields.Date(
        required=True, tracking=True, help="Last day it is of use; of the company's time zone."
    )
    line_ids = fields.One2many("ops.request.line", "request_id", "Items", copy=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        "Estimated cost", compute="_compute_amount", store=True, help="Sum of the items."
    )
    create_uid = fields.Many2one("res.users", string="Requester", readonly=True, index=True)
    granted_at = fields.Datetime("Granted at", readonly=True, copy=False)
    purchase_ids = fields.One2many("purchase.order", "ops_request_id", "Purchase orders")
    expense_ids = fields.One2many("hr.expense", "ops_request_id", "Expenses")
    bill_ids = fields.One2many("account.move", "ops_request_id", "Bills")
    purchase_count = fields.Integer(compute="_compute_counts", compute_sudo=True)
    expense_count = fields.Integer(compute="_compute_counts", compute_sudo=True)
    bill_count = fields.Integer(compute="_compute_counts", compute_sudo=True)
    job_count = fields.Integer(compute="_compute_counts", compute_sudo=True)
    progress = fields.Selection(
        [
            ("none", "Not granted"),
            ("waiting", "To be fulfilled"),
            ("progress", "Under way"),
            ("arrived", "To be confirmed"),
            ("done", "In hand"),
        ],
        compute="_compute_progress",
        store=True,
        compute_sudo=True,
        tracking=True,
        help="Follows from the native records: orders received, expenses and bills paid, people"
        " hired.",
        group_expand=in_order("progress"),
    )
    arrival_told = fields.Boolean(readonly=True, copy=False)
    confirmed_at = fields.Datetime("In hand since", readonly=True, copy=False)
    is_late = fields.Boolean("Overdue", compute="_compute_is_late", search="_search_is_late")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _progress_idx = models.Index("(progress, needed_by) WHERE progress <> 'done'")
    _arrived_idx = models.Index("(id) WHERE progress = 'arrived' AND arrival_told IS NOT TRUE")

    @api.depends("line_ids.subtotal")
    def _compute_amount(self):
        for request in self:
            request.amount = sum(request.line_ids.mapped("subtotal"))

    @api.depends("purchase_ids", "expense_ids", "bill_ids", "line_ids.job_id")
    def _compute_counts(self):
        for request in self:
            request.purchase_count = len(request.purchase_ids)
            request.expense_count = len(request.expense_ids)
            request.bill_count = len(request.bill_ids)
            request.job_count = len(request.line_ids.job_id) if request.granted_at else 0

    @api.depends(
        *("approval_state", "confirmed_at", "kind", "line_ids.filled", "line_ids.quantity"),
        *("purchase_ids.state", "purchase_ids.order_line.qty_received"),
        *("expense_ids.state", "bill_ids.state", "bill_ids.payment_state"),
    )
    def _compute_progress(self):
        for request in self:
            request.progress = request._progress()

    @api.depends("progress", "needed_by", "approval_state")
    def _compute_is_late(self):
        for request in self:
            today = (request.company_id or self.env.company)._ops_today()
            past = request.needed_by and request.needed_by < today
            owed = request.progress in OWED or request.approval_state == "pending"
            request.is_late = bool(past and owed)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        owed = Domain("progress", "in", OWED) | Domain("approval_state", "=", "pending")
        return owed & Domain("needed_by", "<", self.env.company._ops_today())

    @api.depends("create_uid")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for request in self:
            request.is_mine = request.create_uid == self.env.user

    @api.depends("number", "name")
    def _compute_display_name(self):
        for request in self:
            request.display_name = " ".join(filter(None, (request.number, request.name)))

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        for request in requests.sudo():
            request.number = self.env["ir.sequence"].sudo().next_by_code("ops.request")
        return requests

    def action_submit(self):
        """Submit for approval; what is needed stands in the items."""
        for request in self:
            if not request.line_ids:
                raise UserError(self.env._("%s: enter the items first.", request.display_name))
            if request.kind == "people" and not all(line.job_id for line in request.line_ids):
                raise UserError(
                    self.env._("%s: choose the job of each item.", request.display_name)
                )
        return super().action_submit()

    def action_next(self):
        """Take the next step: the requester confirms, finance orders or pays."""
        self.ensure_one()
        self.check_access("read")
        return self.action_confirm() if self.is_mine else self.action_fulfil()

    def action_confirm(self):
        """Confirm that what was asked for is in hand; the requester's button."""
        self.check_access("read")
        for request in self:
            if request.create_uid != self.env.user:
                raise AccessError(
                    self.env._("Only %s confirms that it is in hand.", request.create_uid.name)
                )
            due = "waiting" if request.kind == "other" else "arrived"
            if request.progress not in (due, "arrived"):
                raise UserError(
                    self.env._(
                        "%s is not complete yet: its orders, expenses or people are outstanding.",
                        request.display_name,
                    )
                )
        self.sudo().confirmed_at = fields.Datetime.now()
        self._todos().unlink()
        self.env["ops.home"]._notify(self.env.user)
        return True

    def _approval_fields(self):
        lines = ("name", "quantity", "unit_cost", "job_id", "product_id")
        return (
            *("name", "kind", "reason", "needed_by", "department_id"),
            *(f"line_ids.{name}" for name in lines),
        )

    def _approval_amount(self):
        return self.amount
