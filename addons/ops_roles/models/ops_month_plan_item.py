from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

from ..core.period import local_day


class OpsMonthPlanItem(models.Model):
    """One activity of a month plan; in the calendar once its plan is.

    The planner and who is responsible say whether it was done, with the result in words.
    """

    _name = "ops.month.plan.item"
    _description = "Planned activity"
    _inherit = ["ops.guarded.mixin"]
    _order = "start, id"
    _guarded = ("state", "in_plan", "event_id", "reported_at")

    plan_id = fields.Many2one(
        "ops.month.plan", string="Month plan", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("Activity", required=True)
    start = fields.Datetime("Begins", required=True, index=True)
    duration = fields.Float("Hours", required=True, default=1.0)
    location = fields.Char("Location")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        required=True,
        index=True,
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [("planned", "To be done"), ("done", "Done"), ("dropped", "Not done")],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
    )
    result = fields.Char("Result or reason", copy=False)
    in_plan = fields.Boolean(
        "Stood in the plan", readonly=True, copy=False, help="Else it came after the plan was set."
    )
    reported_at = fields.Datetime("Reported at", readonly=True, copy=False)
    event_id = fields.Many2one(
        "calendar.event",
        string="In the calendar",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    plan_state = fields.Selection(related="plan_id.state", string="State of the plan")
    is_late = fields.Boolean("Not reported", compute="_compute_is_late", search="_search_is_late")
    may_report = fields.Boolean("May report", compute="_compute_may_report")

    _length = models.Constraint(
        "CHECK(duration > 0)", "An activity lasts some time. Enter its hours."
    )
    _waiting = models.Index("(user_id, start) WHERE state = 'planned'")

    @api.depends("start", "state", "plan_id.state")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for item in self:
            due = item.plan_id.state == "fixed" and item.state == "planned"
            item.is_late = due and bool(item.start) and item.start < now

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = (
            Domain("state", "=", "planned")
            & Domain("plan_id.state", "=", "fixed")
            & Domain("start", "<", fields.Datetime.now())
        )
        return late if True in value else ~late

    @api.depends("user_id", "plan_id.owner_id")
    @api.depends_context("uid")
    def _compute_may_report(self):
        for item in self:
            item.may_report = self.env.user in (item.user_id, item.plan_id.sudo().owner_id)

    @api.constrains("start", "plan_id")
    def _check_month(self):
        for item in self:
            company = item.plan_id.sudo().company_id or self.env.company
            day = local_day(item.start, company._ops_tz())
            if day.replace(day=1) != item.plan_id.month:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” on %(day)s is not in the month of the plan. Choose another day,"
                        " or plan it in that month.",
                        name=item.name,
                        day=day,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._check_planner()
        items._check_plan_open()
        items._sync_events()
        return items

    def write(self, vals):
        self._check_writer(vals)
        self._check_plan_open()
        result = super().write(vals)
        self._check_writer(vals)
        if {"name", "start", "duration", "location", "user_id"} & vals.keys():
            self._sync_events()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_added(self):
        self._check_planner()
        self._check_plan_open()
        if not self.env.su and any(item.in_plan for item in self):
            raise UserError(
                self.env._("What stood in the plan stays. Press Not done and enter the reason.")
            )
        self.sudo().event_id.active = False

    def action_done(self):
        """Report it done, with the result in words if there are any."""
        self._report("done")
        return True

    def action_dropped(self):
        """Report it not done; the reason must be entered before."""
        for item in self:
            if not (item.result or "").strip():
                raise UserError(
                    self.env._(
                        "Enter under Result or reason why “%(name)s” was not done, then press"
                        " again.",
                        name=item.name,
                    )
                )
        self._report("dropped")
        self.sudo().event_id.active = False
        return True

    def action_reopen(self):
        """Take a report back as long as the month is open."""
        self._check_reporter()
        self._check_plan_open()
        items = self.sudo()
        items.write({"state": "planned", "reported_at": False})
        items.event_id.active = True
        return True

    def _report(self, state):
        self._check_reporter()
        self._check_plan_open()
        for item in self.sudo():
            if item.plan_id.state != "fixed":
                raise UserError(self.env._("Put the plan into the calendar first."))
            if item.state != "planned":
                raise UserError(self.env._("“%(name)s” is reported already.", name=item.name))
            item.write({"state": state, "reported_at": fields.Datetime.now()})
        self.env["ops.home"]._notify(self.sudo().user_id)

    def _check_planner(self):
        self.plan_id._check_keeper()

    def _check_reporter(self):
        if not self.env.su and not all(item.may_report for item in self):
            raise AccessError(
                self.env._("Only the planner and who is responsible report this activity.")
            )

    def _check_writer(self, vals):
        """Who is responsible writes the result, the planner all of it."""
        if vals.keys() <= {"result"}:
            self._check_reporter()
        else:
            self._check_planner()

    def _check_plan_open(self):
        if not self.env.su and any(plan.state == "closed" for plan in self.sudo().plan_id):
            raise UserError(self.env._("The month is closed; its plan stays as it is."))

    def _sync_events(self):
        """Keep the native events in line; new ones are made in one call."""
        items = self.sudo().filtered(lambda one: one.plan_id.state == "fixed")
        new = items.filtered(lambda one: not one.event_id and one.state == "planned")
        for item in items - new:
            item.event_id.write(item._event_vals())
        events = self.env["calendar.event"].sudo().create([one._event_vals() for one in new])
        for item, event in zip(new, events, strict=True):
            item.event_id = event

    def _event_vals(self):
        people = (self.user_id | self.plan_id.owner_id).partner_id
        return {
            "name": self.name,
            "start": self.start,
            "stop": self.start + timedelta(hours=self.duration),
            "location": self.location,
            "user_id": self.user_id.id,
            "partner_ids": [Command.set(people.ids)],
        }

    def _follow_event(self):
        """Take over what was moved in the calendar, as long as it is to be done."""
        for item in self.filtered(lambda one: one.state == "planned"):
            event = item.event_id
            hours = (event.stop - event.start).total_seconds() / 3600
            now = {
                "name": event.name,
                "start": event.start,
                "duration": hours,
                "location": event.location,
            }
            changed = {name: value for name, value in now.items() if item[name] != value}
            if changed:
                item.write(changed)
