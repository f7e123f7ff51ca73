from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..core.period import midnight_utc
from ..core.report_period import ended_periods


class OpsReportDefinition(models.Model):
    """A report that is owed every day, week, month, quarter or year, for some departments."""

    _name = "ops.report.definition"
    _description = "Report definition"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True, help="What the report shows, and from what.")
    builder = fields.Selection(selection="_builder_selection", required=True)
    period = fields.Selection(
        [
            ("day", "Day"),
            ("week", "Week"),
            ("month", "Month"),
            ("quarter", "Quarter"),
            ("year", "Year"),
        ],
        required=True,
        default="month",
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        help="One report per department named here. Empty: one for each top department.",
    )
    role_ids = fields.Many2many(
        "ops.role",
        "ops_report_definition_role_rel",
        "definition_id",
        "role_id",
        string="Readers",
        help="Holders of these role cards in charge of the department read it and are sent it.",
    )
    hour = fields.Float(
        "Drawn at", default=7.0, help="Hour of the day after the period, in the company's time."
    )
    date_start = fields.Date(
        "Drawn since",
        required=True,
        default=lambda self: self.env.company._ops_today(),
        help="Periods that begin earlier are drawn by hand only.",
    )
    on_request = fields.Boolean(
        "Only on request",
        help="Never drawn by the scheduled action, and for its readers alone.",
    )
    needs_approval = fields.Boolean(help="Sent to its readers only once it is approved.")
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        help="Is told when it cannot be drawn, and submits it where approval is needed.",
    )
    report_ids = fields.One2many("ops.report", "definition_id", string="Reports")
    report_count = fields.Integer(compute="_compute_report_count")

    _code_unique = models.UniqueIndex("(code)", "Another report has this code already.")
    _hour = models.Constraint(
        "CHECK(hour >= 0 AND hour < 24)", "The hour lies between 0:00 and 23:59."
    )

    @api.model
    def _builder_selection(self):
        return [(name, name) for name in self.env["ops.report.builder"]._names()]

    def _compute_report_count(self):
        counts = dict(
            self.env["ops.report"]._read_group(
                [("definition_id", "in", self.ids), ("is_latest", "=", True)],
                ["definition_id"],
                ["__count"],
            )
        )
        for definition in self:
            definition.report_count = counts.get(definition, 0)

    @api.constrains("role_ids")
    def _check_readers(self):
        if self.filtered(lambda definition: not definition.role_ids):
            raise ValidationError(self.env._("Choose at least one role card as reader."))

    @api.constrains("needs_approval", "user_id")
    def _check_responsible(self):
        if self.filtered(lambda one: one.needs_approval and not one.user_id):
            raise ValidationError(
                self.env._("Name the responsible person: he submits the report for approval.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_without_reports(self):
        if self.sudo().report_ids:
            raise UserError(self.env._("Reports of this definition are kept: archive it instead."))

    def action_draw_missing(self):
        """Draw every period since the start that is not drawn yet, now.

        :raise AccessError: the user is not an administrator
        """
        self.check_access("write")
        for definition in self.sudo():
            for department, first, last in definition._due(fields.Datetime.now()):
                self.env["ops.report"].sudo()._draw(definition, department, first, last)

    @api.readonly
    def action_open_reports(self):
        """Open the reports of this definition that the user may read."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_roles.action_report")
        action["domain"] = [("definition_id", "=", self.id)]
        return action

    def _scopes(self):
        """Return the departments a report is owed for."""
        self.ensure_one()
        top = self.env["hr.department"].search([("parent_id", "=", False)])
        return self.department_ids or top

    def _due(self, now):
        """Return ``[(department, first, last)]`` of ended periods not drawn yet, oldest first."""
        self.ensure_one()
        periods_of = {}
        owed = []
        for department in () if self.on_request else self._scopes():
            company = department.company_id or self.env.company
            if company not in periods_of:
                periods_of[company] = self._ended(company, now)
            owed += [(department, *period) for period in periods_of[company]]
        drawn = self._drawn() if owed else set()
        return [key for key in owed if key not in drawn]

    def _ended(self, company, now):
        """Periods over in the company's time zone, whose hour of drawing has come."""
        wait = timedelta(days=1, hours=self.hour)
        return [
            (first, last)
            for first, last in ended_periods(self.period, self.date_start, company._ops_today())
            if midnight_utc(last, company._ops_tz()) + wait <= now
        ]

    def _check_reader(self, department):
        """Refuse who is neither a reader in charge nor, for scheduled reports, adm in charge."""
        user = self.env.user
        keeper = self.env["ops.role"] if self.on_request else self.env.ref("ops_roles.role_adm")
        mine = user._ops_current_cards().role_id & (self.role_ids | keeper)
        if not mine or user not in department.sudo().ops_user_ids:
            raise AccessError(
                self.env._(
                    "%(report)s of %(department)s is drawn by those who read it.",
                    report=self.name,
                    department=department.sudo().name,
                )
            )

    def _drawn(self):
        """Keys of the periods with a report that is not just a failure to be tried again."""
        reports = self.env["ops.report"].search_fetch(
            Domain("definition_id", "=", self.id)
            & Domain("is_latest", "=", True)
            & (Domain("state", "!=", "failed") | Domain("attempts", ">=", 3)),
            ["department_id", "date_from", "date_to"],
        )
        return {(one.department_id, one.date_from, one.date_to) for one in reports}

    @api.model
    def _cron_draw(self):
        """Draw all reports that are due; one that fails does not stop the others."""
        definitions = self.sudo().search([])
        now = fields.Datetime.now()
        due = [(definition, *key) for definition in definitions for key in definition._due(now)]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for definition, department, first, last in due:
            self.env["ops.report"].sudo()._draw(definition, department, first, last)
            if not cron._commit_progress(1):
                break
