from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..core.figures import period_end, period_label, period_start, shift_period
from .ops_target import PERIODS

HEADS = ("gm", "om", "mm", "dm")
#: Days after the end of the period, or after today when that is later, by step.
DAYS = {"self_due": 3, "score_due": 6, "confirm_due": 9}


class OpsAppraisalCycle(models.Model):
    """The appraisal of a department for a month, quarter or year that is over.

    Starting it makes an appraisal per holder of a role card that one of its templates is for
    (``ops_appraisal_make.py``). It closes by itself when all of them are frozen.
    """

    _name = "ops.appraisal.cycle"
    _description = "Appraisal cycle"
    _inherit = ["ops.guarded.mixin", "ops.scoped.mixin", "mail.thread"]
    _order = "date_from desc, id desc"
    _guarded = ("state", "started_at", "started_by_id", "closed_at", "left_out")

    kind = fields.Selection(PERIODS, "Period", required=True, default="month")
    date_from = fields.Date(
        "First day",
        required=True,
        default=lambda self: shift_period("month", self._this_month(), -1),
        help="Any day of the period; the first day is kept.",
    )
    date_to = fields.Date("Last day", compute="_compute_period", store=True, precompute=True)
    period = fields.Char("Period covered", compute="_compute_period", store=True, precompute=True)
    template_ids = fields.Many2many(
        "ops.appraisal.template",
        "ops_appraisal_cycle_template_rel",
        string="Appraised by",
        required=True,
        default=lambda self: self.env["ops.appraisal.template"].search([]),
    )
    self_due = fields.Date(
        "Self-assessment until",
        compute="_compute_dues",
        store=True,
        readonly=False,
        precompute=True,
    )
    score_due = fields.Date(
        "Scored until", compute="_compute_dues", store=True, readonly=False, precompute=True
    )
    confirm_due = fields.Date(
        "Confirmed until", compute="_compute_dues", store=True, readonly=False, precompute=True
    )
    appeal_days = fields.Integer("Days to appeal", default=3, required=True)
    state = fields.Selection(
        [("draft", "In preparation"), ("running", "Running"), ("closed", "Closed")],
        "State of the cycle",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    started_at = fields.Datetime("Started at", readonly=True, copy=False)
    started_by_id = fields.Many2one("res.users", "Started by", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed at", readonly=True, copy=False)
    left_out = fields.Text("Not appraised, for want of a superior with a login", readonly=True)
    appraisal_ids = fields.One2many("ops.appraisal", "cycle_id", "Appraisals of the cycle")
    appraisal_count = fields.Integer("Appraisals", compute="_compute_counts")
    open_count = fields.Integer("Not frozen yet", compute="_compute_counts")
    late_count = fields.Integer("Overdue", compute="_compute_counts")

    _once = models.UniqueIndex(
        "(department_id, kind, date_from)",
        "This department has an appraisal cycle of this period already.",
    )
    _dues = models.Constraint(
        "CHECK(self_due <= score_due AND score_due <= confirm_due)",
        "The self-assessment ends first, then the scoring, then the confirmation.",
    )
    _appeal = models.Constraint(
        "CHECK(appeal_days BETWEEN 1 AND 60)", "Give from 1 to 60 days for an appeal."
    )

    @api.model
    def _this_month(self):
        return self.env.company._ops_today().replace(day=1)

    @api.depends("kind", "date_from")
    def _compute_period(self):
        for cycle in self.filtered("date_from"):
            start = period_start(cycle.kind, cycle.date_from)
            cycle.date_to = period_end(cycle.kind, start)
            cycle.period = period_label(cycle.kind, start)

    @api.depends("date_to")
    def _compute_dues(self):
        for cycle in self.filtered("date_to"):
            base = max(cycle.date_to, self.env.company._ops_today())
            for name, days in DAYS.items():
                cycle[name] = base + timedelta(days=days)

    @api.depends("department_id", "period")
    def _compute_display_name(self):
        for cycle in self:
            cycle.display_name = f"{cycle.sudo().department_id.name} · {cycle.period}"

    def _compute_counts(self):
        appraisals = self.env["ops.appraisal"].sudo()
        names = {
            "appraisal_count": [],
            "open_count": [("state", "!=", "frozen")],
            "late_count": [("is_late", "=", True)],
        }
        for name, domain in names.items():
            rows = appraisals._read_group(
                [("cycle_id", "in", self.ids), *domain], ["cycle_id"], ["__count"]
            )
            counts = dict(rows)
            for cycle in self:
                cycle[name] = counts.get(cycle.sudo(), 0)

    @api.constrains("template_ids")
    def _check_templates(self):
        for cycle in self:
            cycle.template_ids._check_ready()
            roles = [role for template in cycle.template_ids for role in template.role_ids]
            twice = {role.name for role in roles if roles.count(role) > 1}
            if twice:
                raise ValidationError(
                    self.env._(
                        "%(cycle)s: two templates are for %(roles)s. Take one of them out.",
                        cycle=cycle.display_name,
                        roles=", ".join(sorted(twice)),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        cycles = super().create([self._normalised(vals) for vals in vals_list])
        cycles._check_head()
        return cycles

    def write(self, vals):
        if not self.env.su:
            self._check_head()
            self._check_draft()
        result = super().write(self._normalised(vals))
        self._check_head()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._check_draft()

    def action_start(self):
        """Make the appraisals of the period and ask everybody for his self-assessment."""
        self._check_head()
        self._check_draft()
        for cycle in self.sudo():
            if cycle.date_to >= cycle.company_id._ops_today():
                raise UserError(
                    self.env._("%s: the period is not over. Start it later.", cycle.display_name)
                )
            cycle._check_templates()
            made = self.env["ops.appraisal"]._make(cycle)
            if not made:
                raise UserError(
                    self.env._(
                        "%s: nobody in the department holds a role card of these templates, or all"
                        " of them are appraised in another cycle of the period.",
                        cycle.display_name,
                    )
                )
            cycle.write(
                {
                    "state": "running",
                    "started_at": fields.Datetime.now(),
                    "started_by_id": self.env.uid,
                    "left_out": cycle._names_left_out(),
                }
            )
        return self.action_open_appraisals() if len(self) == 1 else True

    def action_measure(self):
        """Measure again what the superiors have not handed in yet."""
        self._check_head()
        for cycle in self.sudo():
            open_ones = cycle.appraisal_ids.filtered(lambda one: one.state in ("self", "score"))
            open_ones._measure()

    def action_payroll(self):
        """Draw the payroll list of the cycle and open it; drawn again, changes make a new version.

        :raise AccessError: for who does not read payroll lists of the department
        :raise UserError: before everything is frozen
        """
        self.ensure_one()
        self.check_access("read")
        if self.state != "closed":
            raise UserError(
                self.env._(
                    "%s: the payroll list is made when all its appraisals are frozen.",
                    self.display_name,
                )
            )
        definition = self.env.ref(f"ops_roles.report_payroll_{self.kind}").sudo()
        definition.with_env(self.env)._check_reader(self.department_id)
        report = self.env["ops.report"].sudo()
        drawn = report._draw(definition, self.sudo().department_id, self.date_from, self.date_to)
        return drawn.sudo(False)._get_records_action(name=drawn.name)

    @api.readonly
    def action_open_appraisals(self):
        """Open the appraisals of the cycle that the user may read."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_appraisal")
        return {
            **action,
            "domain": [("cycle_id", "=", self.id)],
            "context": {"search_default_by_state": 1},
        }

    def _normalised(self, vals):
        """Return the values with the first day of the period."""
        day = fields.Date.to_date(vals.get("date_from")) or self[:1].date_from
        if not day or not vals.keys() & {"date_from", "kind"}:
            return vals
        kind = vals.get("kind") or self[:1].kind or "month"
        return {**vals, "date_from": period_start(kind, day)}

    def _close_finished(self):
        """Close the running cycles of which everything is frozen (sudo)."""
        running = self.filtered(lambda cycle: cycle.state == "running")
        rows = self.env["ops.appraisal"]._read_group(
            [("cycle_id", "in", running.ids), ("state", "!=", "frozen")], ["cycle_id"]
        )
        unfinished = running.browse([cycle.id for (cycle,) in rows])
        (running - unfinished).write({"state": "closed", "closed_at": fields.Datetime.now()})

    def _check_head(self):
        """:raise AccessError: for who is not head of the department by one of his role cards"""
        user = self.env.user
        if self.env.su:
            return
        head = any(user.has_group(f"ops_roles.group_{code}") for code in HEADS)
        if not head or self.sudo().filtered(lambda one: user not in one.department_id.ops_user_ids):
            raise AccessError(
                self.env._(
                    "Appraisals are started and kept by the general manager, the operations manager"
                    " and the managers of the market centre, each for his own departments."
                )
            )

    def _check_draft(self):
        for cycle in self:
            if cycle.state != "draft":
                raise UserError(
                    self.env._("%s has been started and stays as it is.", cycle.display_name)
                )
