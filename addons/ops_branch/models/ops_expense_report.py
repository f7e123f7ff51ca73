from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import date_utils

#: Role groups that review the lines of a report.
REVIEWERS = ("ops_roles.group_mm", "ops_roles.group_dm", "ops_roles.group_sd")
#: Expenses a person has handed in and that are in no books yet.
HANDED_IN = ("submitted", "approved")


class OpsExpenseReport(models.Model):
    """What a branch has spent in a month: collected, reviewed line by line, settled.

    The data administrator collects native expenses handed in, costs that are in the books for the
    branch already (bills, till), and enters what is missing. A reviewer accepts each line or
    returns it with a reason: a native expense is approved, or a draft again, with it. Finance
    settles what is accepted into native entries in one transaction. Amounts are in the company's
    currency.
    """

    _name = "ops.expense.report"
    _description = "Expense report of a branch"
    _inherit = [
        *("ops.guarded.mixin", "ops.todo.mixin"),
        *("mail.thread", "mail.activity.mixin"),
    ]
    _order = "month desc, branch_id"
    _guarded = (
        *("state", "submitted_by_id", "submitted_at", "reviewed_at"),
        *("settled_by_id", "settled_at"),
    )

    branch_id = fields.Many2one("ops.branch", required=True, index=True, ondelete="restrict")
    department_id = fields.Many2one(
        related="branch_id.department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="branch_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(
        required=True,
        index=True,
        default=lambda self: self._last_month(),
        help="Any day; the first one is kept.",
    )
    month_text = fields.Char("Month of the costs", compute="_compute_month_text")
    state = fields.Selection(
        [
            ("collecting", "Being collected"),
            ("review", "In review"),
            ("reviewed", "To be settled"),
            ("settled", "Settled"),
        ],
        required=True,
        default="collecting",
        index=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many("ops.expense.report.line", "report_id", "Costs")
    total = fields.Monetary("Collected", compute="_compute_totals")
    accepted = fields.Monetary("Allowed", compute="_compute_totals")
    returned = fields.Monetary("Returned", compute="_compute_totals")
    waiting_count = fields.Integer("Lines to review", compute="_compute_totals")
    not_handed_in = fields.Integer(
        "Expenses not handed in",
        compute="_compute_not_handed_in",
        help="Expenses of the month that their people have not submitted yet.",
    )
    submitted_by_id = fields.Many2one("res.users", "Submitted by", readonly=True, copy=False)
    submitted_at = fields.Datetime("Submitted at", readonly=True, copy=False)
    reviewed_at = fields.Datetime("Reviewed at", readonly=True, copy=False)
    settled_by_id = fields.Many2one("res.users", "Settled by", readonly=True, copy=False)
    settled_at = fields.Datetime("Settled at", readonly=True, copy=False)
    may_review = fields.Boolean("May review", compute="_compute_may_review")

    _month_unique = models.UniqueIndex(
        "(branch_id, month)", "The report of this branch and month is there. Go to its page."
    )

    @api.model
    def _last_month(self):
        today = self.env.company._ops_today()
        return date_utils.subtract(today.replace(day=1), months=1)

    @api.depends("month")
    def _compute_month_text(self):
        for report in self:
            report.month_text = report.month and f"{report.month:%Y-%m}"

    @api.depends("branch_id.name", "month_text")
    def _compute_display_name(self):
        for report in self:
            report.display_name = f"{report.sudo().branch_id.name} {report.month_text}"

    @api.depends("line_ids.amount", "line_ids.verdict")
    def _compute_totals(self):
        groups = self.env["ops.expense.report.line"]._read_group(
            [("report_id", "in", self.ids)],
            ["report_id", "verdict"],
            ["amount:sum", "__count"],
        )
        found = {(report.id, verdict): rest for report, verdict, *rest in groups}
        for report in self:
            sums = {
                verdict: found.get((report._origin.id, verdict), (0, 0))
                for verdict in ("waiting", "accepted", "returned")
            }
            report.total = sums["waiting"][0] + sums["accepted"][0]
            report.accepted, report.returned = sums["accepted"][0], sums["returned"][0]
            report.waiting_count = sums["waiting"][1]

    @api.depends("branch_id", "month")
    def _compute_not_handed_in(self):
        for report in self:
            domain = report._expense_domain(("draft",)) if report.branch_id else [(0, "=", 1)]
            report.not_handed_in = self.env["hr.expense"].sudo().search_count(domain)

    @api.depends("state", "submitted_by_id")
    @api.depends_context("uid")
    def _compute_may_review(self):
        reviews = any(map(self.env.user.has_group, REVIEWERS))
        for report in self:
            mine = report.submitted_by_id == self.env.user
            report.may_review = reviews and report.state == "review" and not mine

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._first_of_month(vals) for vals in vals_list])

    def write(self, vals):
        if vals.keys() & {"branch_id", "month"} and not self.env.su:
            raise AccessError(
                self.env._("A report is of one branch and month. Make another one for others.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_empty(self):
        if any(report.state != "collecting" or report.sudo().line_ids for report in self):
            raise UserError(self.env._("A report with costs stays. Return the lines instead."))

    @api.model
    def action_prepare_month(self):
        """Make and fill the reports of last month of all branches in reach that lack one."""
        self._check_collector()
        month = self._last_month()
        branches = self.env["ops.branch"].search([("state", "!=", "closed")])
        known = self.search([("month", "=", month), ("branch_id", "in", branches.ids)])
        fresh = self.create(
            [{"branch_id": one.id, "month": month} for one in branches - known.branch_id]
        )
        (known | fresh).filtered(lambda one: one.state == "collecting").action_collect()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_branch.action_expense_report")
        return {**action, "domain": [("month", "=", month)], "context": {}}

    def action_collect(self):
        """Take in what was handed in and booked for the branch up to the end of the month."""
        self._check_collector()
        for report in self:
            report._check_state("collecting")
            report.sudo()._collect()

    def action_submit(self):
        """Hand the report to its reviewers; nothing can be added then.

        :raise UserError: for a report without costs
        """
        self._check_collector()
        for report in self:
            report._check_state("collecting")
            if not report.line_ids:
                raise UserError(
                    self.env._("%s: collect or enter costs first.", report.display_name)
                )
            report.sudo().write(
                {
                    "state": "review",
                    "submitted_by_id": self.env.uid,
                    "submitted_at": fields.Datetime.now(),
                }
            )
            report.sudo()._ask("ops_roles.role_dm", "ops_roles.role_sd")

    def action_accept_all(self):
        """Accept all lines that wait for a review."""
        waiting = self.line_ids.filtered(lambda line: line.verdict == "waiting")
        if not waiting:
            raise UserError(self.env._("No line waits for a review."))
        waiting.action_accept()

    def action_open_entries(self):
        """Open the journal entries this report was settled into (finance)."""
        self.ensure_one()
        if not self.env.user.has_group("ops_roles.group_fin"):
            raise AccessError(self.env._("Journal entries are opened by finance."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Journal entries"),
            "res_model": "account.move",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("id", "in", self.line_ids.sudo().move_id.ids)],
        }

    def _collect(self):
        """Add lines for what is in no report yet (sudo); a line returned does not count."""
        self.ensure_one()
        lines = self.env["ops.expense.report.line"]
        taken = lines.search([("verdict", "!=", "returned"), ("branch_id", "=", self.branch_id.id)])
        expenses = self.env["hr.expense"].search(self._expense_domain(HANDED_IN), order="date, id")
        booked = self.env["account.analytic.line"].search(self._booked_domain(), order="date, id")
        lines.create(
            [
                *(lines._expense_vals(self, one) for one in expenses - taken.expense_id),
                *(lines._booked_vals(self, one) for one in booked - taken.analytic_line_id),
            ]
        )

    def _expense_domain(self, states):
        return (
            Domain("ops_department_id", "=", self.branch_id.sudo().department_id.id)
            & Domain("state", "in", states)
            & Domain("date", "<=", date_utils.end_of(self.month, "month"))
        )

    def _booked_domain(self):
        """Costs booked for the branch in the month, but for expenses settled by a report."""
        plan = self.env.ref("ops_branch.analytic_plan_branch")
        last = date_utils.end_of(self.month, "month")
        return (
            Domain(plan._column_name(), "=", self.branch_id.analytic_account_id.id)
            & Domain("date", ">=", self.month)
            & Domain("date", "<=", last)
            & Domain("amount", "<", 0)
            & Domain("move_line_id.expense_id", "=", False)
            & Domain("move_line_id.move_id.ops_report_line_ids", "=", False)
        )

    def _ask(self, *roles):
        """Give who holds one of the roles in charge of the branch a to-do (sudo)."""
        holders = self.env["res.users"].union(
            *(self.env["res.users"]._ops_holders(self.env.ref(role)) for role in roles)
        )
        due = self.company_id._ops_workdays_after(self.company_id._ops_today(), 3)
        kind = "ops_branch.activity_expense_report"
        users = holders & self.department_id.ops_user_ids - self.submitted_by_id
        self._match_todos(kind, [(self, user, due, self.display_name) for user in users])

    def _close_review(self):
        """Once every line has its verdict the report goes to finance (sudo)."""
        for report in self.filtered(lambda one: one.state == "review"):
            if any(line.verdict == "waiting" for line in report.line_ids):
                continue
            report.write({"state": "reviewed", "reviewed_at": fields.Datetime.now()})
            report._ask("ops_roles.role_fin")

    def _check_collector(self):
        """:raise AccessError: for who does not draw up expense reports, or not of this branch"""
        if not self.env.su and not self.env.user.has_group("ops_roles.group_da"):
            raise AccessError(self.env._("Expense reports are drawn up by the data administrator."))
        self.check_access("write")

    def _check_state(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for report in self:
            if report.state != state:
                raise UserError(
                    self.env._(
                        "%(report)s is “%(state)s” by now. Load the page again.",
                        report=report.display_name,
                        state=labels[report.state],
                    )
                )

    @api.model
    def _first_of_month(self, vals) -> dict:
        if not vals.get("month"):
            return vals
        return {**vals, "month": fields.Date.to_date(vals["month"]).replace(day=1)}
