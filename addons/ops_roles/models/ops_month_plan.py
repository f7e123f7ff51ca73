from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class OpsMonthPlan(models.Model):
    """The activities somebody plans for a month, in the native calendar, against what was done.

    The plan is drawn up, put into the calendar, and closed when every activity is reported. The
    rate counts what stood in the plan when it went into the calendar; what came later counts by
    itself. Months are those of the company's time zone.
    """

    _name = "ops.month.plan"
    _description = "Month plan"
    _inherit = ["ops.guarded.mixin", "ops.scoped.mixin", "mail.thread"]
    _order = "month desc, id desc"
    _mail_post_access = "read"
    _guarded = ("state", "owner_id", "fixed_at", "closed_at")

    month = fields.Date(
        "Month of the plan",
        required=True,
        index=True,
        copy=False,
        default=lambda self: self._next_month(),
        help="Any day of the month; the plan keeps the first one.",
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Planned by",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [("draft", "Being planned"), ("fixed", "Being carried out"), ("closed", "Closed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    fixed_at = fields.Datetime("Put into the calendar at", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    item_ids = fields.One2many("ops.month.plan.item", "plan_id", string="Activities")
    focus = fields.Text("Focus of the month")
    review = fields.Text("Review of the month", copy=False)
    planned_count = fields.Integer("Activities planned", compute="_compute_rate")
    done_count = fields.Integer("Done of these", compute="_compute_rate")
    extra_count = fields.Integer("Done besides", compute="_compute_rate")
    rate = fields.Float("Plan done", compute="_compute_rate", aggregator=None)
    may_keep = fields.Boolean("May keep", compute="_compute_may_keep")

    _once = models.UniqueIndex(
        "(owner_id, department_id, month)", "You have a plan of this department for that month."
    )

    @api.depends("item_ids.state", "item_ids.in_plan", "state")
    def _compute_rate(self):
        groups = self.env["ops.month.plan.item"]._read_group(
            [("plan_id", "in", self.ids)], ["plan_id", "in_plan", "state"], ["__count"]
        )
        counts = {(plan.id, *key): count for plan, *key, count in groups}
        for plan in self:
            mine = {key[1:]: count for key, count in counts.items() if key[0] == plan.id}
            plan.planned_count = sum(
                count
                for (in_plan, _state), count in mine.items()
                if in_plan or plan.state == "draft"
            )
            plan.done_count = mine.get((True, "done"), 0)
            plan.extra_count = mine.get((False, "done"), 0)
            plan.rate = plan.done_count / plan.planned_count if plan.planned_count else 0.0

    @api.depends("owner_id")
    @api.depends_context("uid")
    def _compute_may_keep(self):
        for plan in self:
            plan.may_keep = plan.owner_id == self.env.user

    @api.depends("month", "department_id.name")
    def _compute_display_name(self):
        for plan in self:
            month = plan.month and f"{plan.month:%Y-%m}"
            plan.display_name = " ".join(
                filter(None, (month, plan.sudo().department_id.name, plan.owner_id.sudo().name))
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._first_day(vals) for vals in vals_list])

    def write(self, vals):
        """Activities check their writers themselves: who is responsible may report here too."""
        if vals.keys() != {"item_ids"}:
            self._check_keeper()
        if "month" in vals and any(plan.state != "draft" for plan in self):
            raise UserError(self.env._("The plan is in the calendar: its month stays."))
        return super().write(self._first_day(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_keeper()
        if any(plan.state != "draft" for plan in self):
            raise UserError(self.env._("A plan that is in the calendar stays as the record."))

    def action_fix(self):
        """Put the activities into the calendars; the planner's button."""
        self._check_keeper()
        for plan in self.sudo():
            plan._expect("draft")
            if not plan.item_ids:
                raise UserError(self.env._("Nothing is planned yet. Add an activity."))
            plan.item_ids.write({"in_plan": True})
            plan.write({"state": "fixed", "fixed_at": fields.Datetime.now()})
            plan.item_ids._sync_events()
        return True

    def action_close(self):
        """Close the month when every activity is reported; the planner's button."""
        self._check_keeper()
        for plan in self.sudo():
            plan._expect("fixed")
            waiting = plan.item_ids.filtered(lambda item: item.state == "planned")[:1]
            if waiting:
                raise UserError(
                    self.env._(
                        "“%(name)s” is not reported yet: press Done or Not done beside it.",
                        name=waiting.name,
                    )
                )
            plan.write({"state": "closed", "closed_at": fields.Datetime.now()})
        return True

    def action_open_items(self):
        """Show the activities of this plan in a calendar."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_month_plan_item")
        return {
            **action,
            "domain": [("plan_id", "=", self.id)],
            "context": {"default_plan_id": self.id, "initial_date": str(self.month)},
        }

    @api.model
    def _next_month(self):
        """From the middle of a month on, people plan the next one."""
        today = self.env.company._ops_today()
        return (today + relativedelta(days=15)).replace(day=1)

    @api.model
    def _first_day(self, vals):
        month = fields.Date.to_date(vals.get("month"))
        return {**vals, "month": month.replace(day=1)} if month else vals

    def _check_keeper(self):
        if not self.env.su and any(plan.owner_id != self.env.user for plan in self.sudo()):
            raise AccessError(self.env._("Only who planned the month changes the plan."))

    def _expect(self, state):
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(name)s” is “%(state)s” by now. Load the page again.",
                    name=self.display_name,
                    state=labels[self.state],
                )
            )
