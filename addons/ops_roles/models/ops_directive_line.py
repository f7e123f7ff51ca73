from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..core.kanban_columns import in_order

OPEN = ("issued", "doing", "done")


class OpsDirectiveLine(models.Model):
    """What a directive asks of one executor: receipt, progress, done, independent check.

    The light of open lines: blue in time, yellow from ``ops_roles.directive_yellow_days`` days
    before the day due, red after it; days are calendar days of the company's time zone.
    """

    _name = "ops.directive.line"
    _description = "Directive to an executor"
    _inherit = ["ops.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "due, id"
    _mail_post_access = "read"
    _guarded = (
        *("state", "progress", "issued_at", "received_at", "reported_at", "done_at"),
        *("checked_at", "checked_by_id", "closed_at", "return_count", "escalation_step"),
    )

    directive_id = fields.Many2one(
        "ops.directive", string="Directive", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(related="directive_id.name", string="Title")
    number = fields.Char(related="directive_id.number")
    text = fields.Text(related="directive_id.text", string="What is to be done")
    needs_evidence = fields.Boolean(related="directive_id.needs_evidence")
    source_kind = fields.Selection(related="directive_id.source_kind", store=True, string="Source")
    source_name = fields.Char(related="directive_id.source_name")
    urgency = fields.Selection(related="directive_id.urgency", store=True)
    classification = fields.Selection(related="directive_id.classification", store=True)
    issuer_id = fields.Many2one(
        related="directive_id.issuer_id", store=True, index=True, string="Issued by"
    )
    checker_id = fields.Many2one(
        related="directive_id.checker_id", store=True, index=True, string="Checked by"
    )
    company_id = fields.Many2one(
        related="directive_id.company_id", store=True, precompute=True, index=True
    )
    executor_id = fields.Many2one(
        "hr.employee", string="Executor", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        related="executor_id.user_id", store=True, string="Executor's login", related_sudo=True
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Executing department",
        compute="_compute_department_id",
        store=True,
        precompute=True,
        index=True,
    )
    due = fields.Date(
        compute="_compute_due", store=True, readonly=False, required=True, precompute=True
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("issued", "To be received"),
            ("doing", "In progress"),
            ("done", "To be checked"),
            ("closed", "Closed"),
            ("cancelled", "Withdrawn"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=in_order("state"),
    )
    light = fields.Selection(
        [("blue", "In time"), ("yellow", "Due soon"), ("red", "Overdue")],
        compute="_compute_light",
        search="_search_light",
    )
    progress = fields.Integer("Progress (%)", readonly=True, copy=False, aggregator="avg")
    issued_at = fields.Datetime("Conveyed", readonly=True, copy=False)
    received_at = fields.Datetime("Received", readonly=True, copy=False)
    reported_at = fields.Datetime("Last report", readonly=True, copy=False)
    done_at = fields.Datetime("Reported done", readonly=True, copy=False)
    checked_at = fields.Datetime("Checked", readonly=True, copy=False)
    checked_by_id = fields.Many2one(
        "res.users", string="Accepted by", readonly=True, copy=False, index="btree_not_null"
    )
    closed_at = fields.Datetime("Closed", readonly=True, copy=False)
    return_count = fields.Integer("Times returned", readonly=True, copy=False)
    escalation_step = fields.Integer("Escalated", readonly=True, copy=False)
    report_ids = fields.One2many("ops.directive.report", "line_id", string="History")
    extension_ids = fields.One2many("ops.directive.extension", "line_id", string="More time")
    may_execute = fields.Boolean(compute="_compute_may")
    may_check = fields.Boolean(compute="_compute_may")
    may_decide = fields.Boolean(compute="_compute_may")

    _executor = models.UniqueIndex(
        "(directive_id, executor_id)", "An executor stands in a directive once."
    )
    _mine = models.Index("(user_id, due) WHERE state IN ('issued', 'doing', 'done')")
    _open_by_due = models.Index("(due, id) WHERE state IN ('issued', 'doing', 'done')")
    _by_due = models.Index("(due, id)")
    _to_check = models.Index("(checker_id) WHERE state = 'done'")

    @api.depends("executor_id")
    def _compute_department_id(self):
        for line in self:
            line.department_id = line.executor_id.sudo().department_id

    @api.depends("directive_id.due")
    def _compute_due(self):
        for line in self:
            if not line.due or line.state == "draft":
                line.due = line.directive_id.due

    @api.depends("due", "state")
    @api.depends_context("company")
    def _compute_light(self):
        today = self.env.company._ops_today()
        soon = today + self._yellow()
        for line in self:
            if line.state not in OPEN or not line.due:
                line.light = False
            elif line.due < today:
                line.light = "red"
            else:
                line.light = "yellow" if line.due <= soon else "blue"

    @api.model
    def _search_light(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ops_today()
        soon, due = today + self._yellow(), Domain("due", "<", today)
        lights = {
            "red": due,
            "yellow": ~due & Domain("due", "<=", soon),
            "blue": Domain("due", ">", soon),
        }
        domain = Domain.OR(lights[light] for light in value if light in lights)
        return (domain & Domain("state", "in", OPEN)) | (
            Domain("state", "not in", OPEN) if False in value else Domain.FALSE
        )

    @api.depends("state", "executor_id", "checker_id", "issuer_id")
    @api.depends_context("uid")
    def _compute_may(self):
        executing = self._of_executor()
        for line in self:
            line.may_execute = line in executing
            line.may_check = line._checks() and line not in executing
            line.may_decide = line.issuer_id == self.env.user

    @api.depends("directive_id.name", "executor_id.name")
    def _compute_display_name(self):
        for line in self:
            parts = (line.directive_id.sudo().name, line.executor_id.sudo().name)
            line.display_name = " · ".join(filter(None, parts))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.directive_id._check_editable()
        return lines

    def write(self, vals):
        self.directive_id._check_editable()
        result = super().write(vals)
        self.directive_id._check_editable()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.directive_id._check_editable()

    def action_receive(self):
        """Sign for the directive; the executor's button."""
        self._check_executor()
        self._expect("issued")
        self.sudo().write({"state": "doing", "received_at": fields.Datetime.now()})
        self._log("receipt", "")
        self._sync_todos()
        return True

    def action_report(self):
        """Ask for the progress; the executor's button."""
        self._check_executor()
        return self.env["ops.directive.step"]._open("report", line=self)

    def action_done(self):
        """Ask for the result and report it done; the executor's button."""
        self._check_executor()
        return self.env["ops.directive.step"]._open("done", line=self)

    def action_extend(self):
        """Ask the issuer for more time; the executor's button."""
        self._check_executor()
        return self.env["ops.directive.step"]._open("extend", line=self)

    def action_accept(self):
        """Accept what was reported done, without words; the checker's button."""
        self._accept("")
        return True

    def action_return(self):
        """Ask why it is not done; the checker's button."""
        self._check_checker()
        return self.env["ops.directive.step"]._open("return", line=self)

    def action_open_directive(self):
        """Open the directive with all its executors."""
        return self.directive_id._get_records_action()

    @api.model
    def _yellow(self) -> timedelta:
        get = self.env["ir.config_parameter"].sudo().get_param
        return timedelta(days=int(get("ops_roles.directive_yellow_days") or 0))

    def _of_executor(self):
        """Return the lines the user executes, himself or acting for the executor."""
        lines = self.sudo()
        acting = self.env.user._ops_current_cards().filtered("acting_for_id")
        people = acting.acting_for_id.employee_id
        return lines.filtered(
            lambda line: line.user_id == self.env.user or line.executor_id in people
        ).sudo(self.env.su)

    def _checks(self):
        return self.env.user in (self.checker_id, self.issuer_id)

    def _check_executor(self):
        if not self.env.su and self._of_executor() != self:
            raise AccessError(self.env._("Only the executor himself may do this."))

    def _check_checker(self):
        """Checker or issuer, never the executor nor who reported in his place."""
        if self.env.su:
            return
        for line in self.sudo():
            reporters = line.report_ids.filtered(lambda one: one.kind == "done").user_id
            if not line._checks() or self.env.user in line.user_id | reporters[-1:]:
                raise AccessError(
                    self.env._("Only the checker decides, and never on his own work.")
                )

    def _expect(self, *states):
        for line in self.sudo():
            if line.state not in states:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(state)s” by now. Load the page again.",
                        name=line.display_name,
                        state=labels[line.state],
                    )
                )

    def _issue(self):
        self.sudo().write({"state": "issued", "issued_at": fields.Datetime.now()})
        self._log("issue", "")
        self._sync_todos()

    def _cancel(self, reason):
        lines = self.sudo().filtered(lambda line: line.state != "closed")
        lines.write({"state": "cancelled", "closed_at": fields.Datetime.now()})
        lines._log("withdraw", reason)
        lines._sync_todos()

    def _report(self, text, progress, attachments):
        """Keep a progress report; ``progress`` is in percent, 100 is for Done."""
        self._check_executor()
        self._expect("doing")
        if not 0 <= progress < 100:
            raise UserError(
                self.env._("Progress is from 0 to 99 %. Use Done when all of it is finished.")
            )
        self.sudo().write({"progress": progress, "reported_at": fields.Datetime.now()})
        self._log("report", text, attachments)

    def _report_done(self, text, attachments):
        self._check_executor()
        self._expect("doing")
        if self.needs_evidence and not attachments:
            raise UserError(self.env._("Attach the evidence: this directive asks for a file."))
        now = fields.Datetime.now()
        self.sudo().write({"state": "done", "progress": 100, "done_at": now, "reported_at": now})
        self._log("done", text, attachments)
        self._sync_todos()

    def _accept(self, opinion):
        self._check_checker()
        self._expect("done")
        now = fields.Datetime.now()
        self.sudo().write(
            {
                "state": "closed",
                "checked_at": now,
                "closed_at": now,
                "checked_by_id": self.env.uid,
            }
        )
        self._log("accept", opinion)
        self._sync_todos()
        self.sudo().directive_id._close_if_complete()

    def _return(self, reason):
        self._check_checker()
        self._expect("done")
        for line in self.sudo():
            line.write(
                {
                    "state": "doing",
                    "checked_at": fields.Datetime.now(),
                    "return_count": line.return_count + 1,
                }
            )
        self._log("return", reason)
        self._sync_todos()

    def _log(self, kind, text, attachments=None):
        """Append to the history of these lines, in the name of the current user."""
        self.env["ops.directive.report"].sudo().create(
            [
                {
                    "line_id": line.id,
                    "user_id": self.env.uid,
                    "kind": kind,
                    "text": text,
                    "progress": line.progress,
                    "attachment_ids": [(6, 0, attachments.ids)] if attachments else False,
                }
                for line in self.sudo()
            ]
        )
