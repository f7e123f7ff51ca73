from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..core.figures import attainment, light, period_end, period_label, period_start
from ..fields import OptionalFloat

PERIODS = [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")]
SCOPES = [("company", "Company"), ("department", "Department"), ("employee", "Person")]
LIGHTS = [
    ("green", "Reached"),
    ("yellow", "Just missed"),
    ("red", "Missed"),
    ("none", "No figure yet"),
]
TREND = 12
FREE = {"message_follower_ids", "message_ids", "activity_ids"}


class OpsTarget(models.Model):
    """What an indicator shall reach in a period, for the company, a department or a person.

    ``value`` and ``actual`` are in the unit of the indicator (percent are ratios, 1 is 100 %).
    ``actual`` is measured by a scheduled action and on demand until it is frozen after the end of
    the period; a frozen row never changes again. Set by a superior, never by oneself.
    """

    _name = "ops.target"
    _description = "Target"
    _inherit = ["ops.guarded.mixin", "ops.scoped.mixin", "mail.thread"]
    _order = "date_from desc, indicator_id, attainment desc, id"
    _guarded = (
        *("state", "actual", "attainment", "light", "trend", "measured_at"),
        *("frozen_at", "frozen_by_id"),
    )

    indicator_id = fields.Many2one(
        "ops.indicator", required=True, index=True, ondelete="restrict", tracking=True
    )
    kind = fields.Selection(PERIODS, "Period", required=True, default="month")
    date_from = fields.Date(
        "First day",
        required=True,
        default=lambda self: self.env.company._ops_today().replace(day=1),
        help="Any day of the period; the first day is kept.",
    )
    date_to = fields.Date("Last day", compute="_compute_date_to", store=True, precompute=True)
    period = fields.Char("Period covered", compute="_compute_date_to", store=True, precompute=True)
    scope = fields.Selection(SCOPES, required=True, default="department")
    employee_id = fields.Many2one(
        "hr.employee", "Person", index="btree_not_null", ondelete="restrict"
    )
    scope_name = fields.Char("For", compute="_compute_scope_name", store=True)
    value = fields.Float("Target", required=True, digits=(16, 6), tracking=True)
    parent_id = fields.Many2one(
        "ops.target", "Part of", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    child_ids = fields.One2many("ops.target", "parent_id", "Parts")
    parts_total = fields.Float("Sum of parts", compute="_compute_parts", digits=(16, 6))
    parts_difference = fields.Float(
        "Difference to the parts", compute="_compute_parts", digits=(16, 6)
    )
    state = fields.Selection(
        [("open", "Open"), ("frozen", "Frozen")], default="open", readonly=True, copy=False
    )
    actual = OptionalFloat(readonly=True, copy=False, digits=(16, 6), aggregator=None)
    attainment = OptionalFloat(readonly=True, copy=False, digits=(16, 4), aggregator="avg")
    light = fields.Selection(LIGHTS, default="none", readonly=True, copy=False)
    trend = fields.Json(readonly=True, copy=False)
    measured_at = fields.Datetime("As of", readonly=True, copy=False)
    frozen_at = fields.Datetime(readonly=True, copy=False)
    frozen_by_id = fields.Many2one("res.users", "Frozen by", readonly=True, copy=False)
    unit = fields.Selection(related="indicator_id.unit")
    decimals = fields.Integer(related="indicator_id.decimals")
    formula_text = fields.Char(related="indicator_id.formula_text")
    is_additive = fields.Boolean(related="indicator_id.is_additive")
    may_set = fields.Boolean("May set it", compute="_compute_may_set")

    _once = models.UniqueIndex(
        "(indicator_id, kind, date_from, scope, department_id, COALESCE(employee_id, 0))",
        "There is already a target of this indicator for this period and place.",
    )
    _open = models.Index("(date_to) WHERE state = 'open'")
    _person = models.Constraint(
        "CHECK((scope = 'employee') = (employee_id IS NOT NULL))",
        "Choose the person whose target it is, or another scope.",
    )

    @api.depends("kind", "date_from")
    def _compute_date_to(self):
        for target in self:
            if target.kind and target.date_from:
                start = period_start(target.kind, target.date_from)
                target.date_to = period_end(target.kind, start)
                target.period = period_label(target.kind, start)

    @api.depends("scope", "employee_id.name", "department_id.name", "company_id.name")
    def _compute_scope_name(self):
        for target in self:
            if target.scope == "employee":
                target.scope_name = target.employee_id.name
            elif target.scope == "company":
                target.scope_name = target.company_id.name
            else:
                target.scope_name = target.department_id.name

    @api.depends("scope_name", "period", "indicator_id")
    def _compute_display_name(self):
        for target in self:
            target.display_name = " · ".join(
                filter(None, (target.indicator_id.name, target.scope_name, target.period))
            )

    @api.depends("child_ids.value", "value")
    def _compute_parts(self):
        for target in self:
            target.parts_total = sum(target.child_ids.mapped("value"))
            has_parts = target.child_ids and target.is_additive
            target.parts_difference = target.value - target.parts_total if has_parts else 0.0

    @api.depends_context("uid")
    def _compute_may_set(self):
        allowed = self._settable()
        for target in self:
            target.may_set = target in allowed

    @api.onchange("employee_id")
    def _onchange_employee_id(self):
        if self.employee_id:
            self.scope = "employee"
            self.department_id = self.employee_id.department_id

    @api.constrains("value")
    def _check_value(self):
        for target in self:
            if target.value < 0 or target.value != target.value or target.value > 1e12:
                raise ValidationError(
                    self.env._("%s: enter a target from 0 on.", target.display_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create([self._completed(vals) for vals in vals_list])
        targets._check_superior()
        targets._refresh()
        return targets

    def write(self, vals):
        self._check_open(vals)
        if not vals.keys() <= FREE:
            self._check_superior()
        result = super().write(self._completed(vals) if "date_from" in vals else vals)
        if vals.keys() & {"value", "indicator_id", "kind", "date_from", "scope", "employee_id"}:
            self._check_superior()
            self._refresh()
        return result

    def unlink(self):
        self._check_superior()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        if any(target.state == "frozen" for target in self):
            raise UserError(self.env._("A frozen target is history and stays."))

    def action_refresh(self):
        """Measure these targets now."""
        self.check_access("read")
        self.sudo()._refresh()

    def action_freeze(self):
        """Freeze the actuals now that the period is over; a superior decides when."""
        self._check_superior()
        early = self.filtered(lambda target: target.date_to >= target.company_id._ops_today())
        if early:
            raise UserError(
                self.env._("%s: the period is not over. Freeze it later.", early[0].display_name)
            )
        self.sudo()._freeze(self.env.user)

    def action_open_records(self):
        """Open the records behind the actual value, as far as the user may see them."""
        self.ensure_one()
        self.check_access("read")
        scope_id = {
            "employee": self.employee_id.id,
            "department": self.department_id.id,
            "company": self.company_id.id,
        }[self.scope]
        return self.indicator_id._records_action(self.kind, self.date_from, self.scope, scope_id)

    def action_cascade(self):
        """Open the dialog that hands this target down to the next level."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand down: %s", self.display_name),
            "res_model": "ops.target.cascade",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_target_id": self.id},
        }

    def _completed(self, vals):
        """The first day of the period, and the department of a person."""
        vals = dict(vals)
        kind = vals.get("kind") or self[:1].kind or "month"
        if day := fields.Date.to_date(vals.get("date_from")):
            vals["date_from"] = period_start(kind, day)
        if vals.get("employee_id") and not vals.get("department_id"):
            employee = self.env["hr.employee"].sudo().browse(vals["employee_id"])
            vals["department_id"] = employee.department_id.id
        return vals

    def _check_open(self, vals):
        """Frozen stays frozen, even for server code; only its discussion goes on."""
        if vals.keys() <= FREE:
            return
        for target in self:
            if target.state == "frozen":
                raise UserError(
                    self.env._("%s is frozen and cannot be changed.", target.display_name)
                )

    def _settable(self):
        """The targets whose place or person the user is above."""
        if not self.env["res.users"]._ops_leads():
            return self.browse()
        uid = self.env.uid
        records = self.sudo()
        above = records.employee_id._ops_superior_users()
        top = self.env.user.has_group("ops_roles.group_gm")
        return self.browse(
            target.id
            for target in records
            if (
                uid in above.get(target.employee_id.id, ())
                if target.scope == "employee"
                else uid in target.department_id.parent_id.ops_user_ids.ids
                or (top and uid in target.department_id.ops_user_ids.ids)
            )
        )

    def _check_superior(self):
        if self.env.su:
            return
        refused = self - self._settable()
        if refused:
            raise AccessError(
                self.env._(
                    "%s: a target is set by a superior of the department or person. Ask yours.",
                    refused[0].sudo().display_name,
                )
            )

    # -- measuring

    @api.model
    def _tolerance(self) -> float:
        value = self.env["ir.config_parameter"].sudo().get_param("ops_roles.target_tolerance")
        return float(value or 0)

    def _scope_id(self) -> int:
        return {
            "employee": self.employee_id,
            "department": self.department_id,
            "company": self.company_id,
        }[self.scope].id

    def _refresh(self):
        """Measure the open ones: one query per indicator, period and scope, one statement back."""
        rows = []
        tolerance = self._tolerance()
        records = self.sudo().filtered(lambda target: target.state == "open")
        for key, group in records.grouped(
            lambda one: (one.indicator_id, one.kind, one.date_from, one.scope, one.company_id)
        ).items():
            indicator, kind, start, scope, company = key
            ids = list({target._scope_id() for target in group})
            series = indicator.with_company(company)._series(kind, start, TREND, scope, ids)
            for target in group:
                values = series[target._scope_id()]
                reached = attainment(values[-1], target.value, indicator.direction)
                rows.append((target.id, values[-1], reached, light(reached, tolerance), values))
        records._store(rows)

    def _store(self, rows):
        """Write ``[(id, actual, attainment, light, trend)]`` in one statement."""
        if not rows:
            return
        self.env.flush_all()
        values = SQL(", ").join(
            SQL(
                "(%s, %s::float8, %s::float8, %s, %s::jsonb)",
                *row[:4],
                self._fields["trend"].convert_to_column(row[4], self),
            )
            for row in rows
        )
        self.env.cr.execute(
            SQL(
                "UPDATE ops_target t SET actual = v.actual, attainment = v.attainment,"
                " light = v.light, trend = v.trend, measured_at = %s"
                " FROM (VALUES %s) v(id, actual, attainment, light, trend)"
                " WHERE t.id = v.id AND t.state = 'open'",
                fields.Datetime.now(),
                values,
            )
        )
        self.invalidate_recordset(["actual", "attainment", "light", "trend", "measured_at"])

    def _freeze(self, user):
        self._refresh()
        self.filtered(lambda target: target.state == "open").write(
            {"state": "frozen", "frozen_at": fields.Datetime.now(), "frozen_by_id": user.id}
        )

    @api.model
    def _cron_refresh(self):
        """Measure all open targets; freeze those whose period ended some days ago."""
        self.search([("state", "=", "open")])._refresh()
        days = self.env["ir.config_parameter"].get_param("ops_roles.target_freeze_days")
        for company in self.env["res.company"].search([]):
            last = fields.Date.subtract(company._ops_today(), days=int(days or 0))
            ended = [("company_id", "=", company.id), ("date_to", "<", last)]
            self.search([("state", "=", "open"), *ended])._freeze(self.env.user)
