from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class OpsTrainingPlanLine(models.Model):
    """One course or topic of a plan in one month: what is planned, and what was done of it."""

    _name = "ops.training.plan.line"
    _description = "Line of a training plan"
    _inherit = ["ops.approval.part.mixin"]
    _approval_parent = "plan_id"
    _order = "month, id"

    plan_id = fields.Many2one(
        "ops.training.plan", string="Training plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    course_id = fields.Many2one(
        "ops.course",
        string="Course",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('state', '=', 'published')]",
    )
    topic = fields.Char("Topic", help="What to train, when there is no course for it yet.")
    month = fields.Date("Month", required=True, help="Any day of the month.")
    session_count = fields.Integer("Sessions planned", default=1, required=True)
    headcount = fields.Integer("People to be trained", default=1, required=True)
    budget = fields.Monetary("Budget")
    need_ids = fields.One2many("ops.training.need", "plan_line_id", string="Needs")
    session_ids = fields.One2many("ops.training.session", "plan_line_id", string="Sessions")
    held_count = fields.Integer("Sessions held", compute="_compute_done", compute_sudo=True)
    trained_count = fields.Integer("People trained", compute="_compute_done", compute_sudo=True)
    cost = fields.Monetary("Spent", compute="_compute_done", compute_sudo=True)
    is_late = fields.Boolean("Late", compute="_compute_is_late")

    _what = models.Constraint(
        "CHECK(course_id IS NOT NULL OR topic <> '')", "Choose a course, or write the topic."
    )
    _counts_positive = models.Constraint(
        "CHECK(session_count > 0 AND headcount > 0)", "Plan at least one session and one person."
    )

    @api.depends("course_id", "topic", "month")
    def _compute_display_name(self):
        for line in self:
            what = line.course_id.display_name or line.topic or ""
            line.display_name = f"{line.month:%Y-%m} {what}" if line.month else what

    @api.depends("session_ids.state", "session_ids.attendee_ids.presence", "session_ids.total_cost")
    def _compute_done(self):
        for line in self:
            held = line.session_ids.filtered(lambda one: one.state == "held")
            line.held_count = len(held)
            line.trained_count = sum(held.mapped("present_count"))
            line.cost = sum(held.mapped("total_cost"))

    @api.depends("month", "held_count", "session_count")
    def _compute_is_late(self):
        for line in self:
            today = (line.company_id or self.env.company)._ops_today().replace(day=1)
            over = line.month and line.month.replace(day=1) < today
            line.is_late = over and line.held_count < line.session_count

    @api.constrains("month", "plan_id")
    def _check_month(self):
        for line in self:
            plan = line.plan_id
            if not plan.date_from <= line.month <= plan.date_to:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” is not in the period of the %(plan)s. Choose another month.",
                        line=line.display_name,
                        plan=plan.display_name,
                    )
                )

    def action_new_session(self):
        """Open a session for this line, for those whose needs it meets."""
        self.ensure_one()
        self.plan_id._check_keeper()
        if self.plan_id.approval_state != "approved":
            raise UserError(
                self.env._("%s is not approved yet. Submit it.", self.plan_id.display_name)
            )
        return self._make_session()._get_records_action()

    def _make_session(self):
        needs = self.need_ids.filtered(lambda one: one.state == "planned" and not one.session_id)
        session = self.env["ops.training.session"]._create_for(
            self.course_id,
            self.topic,
            self.plan_id.department_id,
            self.month,
            needs._people(),
        )
        session.plan_line_id = self
        needs.sudo().session_id = session
        return session
