from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: Months of a plan, by its kind.
MONTHS = {"year": 12, "month": 1}


class OpsTrainingPlan(models.Model):
    """What a department trains in a year or a month: drawn up by a trainer, approved, compared.

    Lines come from planned needs or are added by hand. Once approved they stay; what was held
    against them is counted from the sessions.
    """

    _name = "ops.training.plan"
    _description = "Training plan"
    _inherit = ["ops.approval.mixin", "ops.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"

    period = fields.Selection(
        [("year", "Year"), ("month", "Month")], "Plan for a", default="month", required=True
    )
    date_from = fields.Date(
        "Begins",
        required=True,
        default=lambda self: self.env.company._ops_today().replace(day=1),
        help="Any day of the month or year; kept as its first day.",
    )
    date_to = fields.Date("Ends", compute="_compute_date_to", store=True, precompute=True)
    aim = fields.Text("Aims of the plan")
    line_ids = fields.One2many("ops.training.plan.line", "plan_id", string="Lines", copy=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    budget = fields.Monetary("Budget", compute="_compute_figures", compute_sudo=True)
    cost = fields.Monetary("Spent", compute="_compute_figures", compute_sudo=True)
    planned_count = fields.Integer(
        "Sessions planned", compute="_compute_figures", compute_sudo=True
    )
    held_count = fields.Integer("Sessions held", compute="_compute_figures", compute_sudo=True)
    headcount = fields.Integer(
        "People to be trained", compute="_compute_figures", compute_sudo=True
    )
    trained_count = fields.Integer("People trained", compute="_compute_figures", compute_sudo=True)
    rate = fields.Float(
        "Done",
        compute="_compute_figures",
        compute_sudo=True,
        help="Sessions held / planned; no line counts more than it planned.",
    )
    may_keep = fields.Boolean("May keep the plan", compute="_compute_may_keep")

    _period_once = models.UniqueIndex(
        "(department_id, period, date_from)",
        "The department has a plan for this period already. Open that one.",
    )

    @api.depends("date_from", "period")
    def _compute_date_to(self):
        for plan in self:
            plan.date_to = plan.date_from and plan.date_from + relativedelta(
                months=MONTHS[plan.period], days=-1
            )

    @api.depends("line_ids.held_count", "line_ids.session_count", "line_ids.budget")
    def _compute_figures(self):
        for plan in self:
            lines = plan.line_ids
            plan.planned_count = sum(lines.mapped("session_count"))
            plan.held_count = sum(lines.mapped("held_count"))
            plan.headcount = sum(lines.mapped("headcount"))
            plan.trained_count = sum(lines.mapped("trained_count"))
            plan.budget = sum(lines.mapped("budget"))
            plan.cost = sum(lines.mapped("cost"))
            done = sum(min(line.held_count, line.session_count) for line in lines)
            plan.rate = done / (plan.planned_count or 1)

    @api.depends("department_id")
    @api.depends_context("uid")
    def _compute_may_keep(self):
        for plan in self:
            plan.may_keep = plan.has_access("write")

    @api.depends("period", "date_from", "department_id.name")
    def _compute_display_name(self):
        for plan in self.sudo():
            shape = "%Y" if plan.period == "year" else "%Y-%m"
            day = plan.date_from.strftime(shape) if plan.date_from else ""
            plan.display_name = self.env._(
                "%(period)s training plan of %(department)s",
                period=day,
                department=plan.department_id.name or "",
            )

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        plans._begin_period()
        return plans

    def write(self, vals):
        result = super().write(vals)
        if {"period", "date_from"} & vals.keys():
            self._begin_period()
        return result

    def action_take_needs(self):
        """Put the planned needs of the period that stand in no plan yet into lines, by course."""
        self.ensure_one()
        self._check_keeper()
        if self.approval_state not in ("draft", "refused"):
            raise UserError(self.env._("%s is in approval and stays as it is.", self.display_name))
        needs = self.env["ops.training.need"].search(self._need_domain())
        if not needs:
            raise UserError(
                self.env._(
                    "No planned need of this period is left. Press “Plan it” on the needs first."
                )
            )
        for (course, topic, month), group in needs.grouped(self._line_key).items():
            line = self._line_for(course, topic, month)
            group.sudo().plan_line_id = line
            line.headcount = sum(line.need_ids.mapped("headcount"))

    def action_open_sessions(self):
        """Open the sessions that were made for this plan."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_training_session")
        return {**action, "domain": [("plan_line_id.plan_id", "=", self.id)], "context": {}}

    def _need_domain(self):
        return (
            Domain("state", "=", "planned")
            & Domain("plan_line_id", "=", False)
            & Domain("department_id", "child_of", self.department_id.ids)
            & Domain("month", ">=", self.date_from)
            & Domain("month", "<=", self.date_to)
        )

    @api.model
    def _line_key(self, need):
        return need.course_id, need.topic if not need.course_id else False, need.month

    def _line_for(self, course, topic, month):
        line = self.line_ids.filtered(
            lambda one: (one.course_id, one.topic or False, one.month) == (course, topic, month)
        )
        vals = {"plan_id": self.id, "course_id": course.id, "topic": topic, "month": month}
        return line[:1] or self.line_ids.create({**vals, "headcount": 1})

    def _begin_period(self):
        for plan in self:
            months = {"month": 1} if plan.period == "year" else {}
            first = plan.date_from.replace(day=1, **months)
            if first != plan.date_from:
                plan.date_from = first

    def _check_keeper(self):
        if not self.env.su and not self.env.user.has_group("ops_roles.group_trainer"):
            raise AccessError(self.env._("Training plans are drawn up by trainers."))
        self.check_access("write")

    def _approval_fields(self):
        lines = ("course_id", "topic", "month", "session_count", "headcount", "budget")
        return ("period", "date_from", "department_id", *(f"line_ids.{one}" for one in lines))

    def _approval_amount(self):
        return self.budget
