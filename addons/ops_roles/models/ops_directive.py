from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

SOURCES = [
    ("order", "Order"),
    ("request", "Request to another department"),
    ("meeting", "Meeting"),
    ("letter", "Letter"),
    ("incident", "Incident"),
    ("inspection", "Inspection"),
    ("proposal", "Proposal"),
    ("other", "Other"),
]


class OpsDirective(models.Model):
    """One thing asked of one or several executors, followed until an independent check.

    Days are calendar days of the company's time zone. Each executor has a line of his own
    (``ops.directive.line``) with receipt, progress, check and light.
    """

    _name = "ops.directive"
    _description = "Directive"
    _inherit = ["ops.guarded.mixin", "ops.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _mail_post_access = "read"
    _guarded = ("state", "number", "issuer_id", "conveyed_at", "closed_at")
    _rec_names_search = ["name", "number"]

    number = fields.Char("Serial number", readonly=True, copy=False, index="trigram")
    name = fields.Char("Title", required=True, tracking=True)
    text = fields.Text("What is to be done", required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("conveyed", "Conveyed"),
            ("closed", "Closed"),
            ("cancelled", "Withdrawn"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    source_kind = fields.Selection(SOURCES, "Source", required=True, default="order", index=True)
    source_model = fields.Char("Source model", copy=False)
    source_res_id = fields.Many2oneReference(
        "Source record", model_field="source_model", copy=False
    )
    source_name = fields.Char("Came from", compute="_compute_source_name")
    issuer_id = fields.Many2one(
        "res.users",
        string="Issued by",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.user,
    )
    checker_id = fields.Many2one(
        "res.users",
        string="Checked by",
        required=True,
        index=True,
        tracking=True,
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
        help="Decides whether it is done. Never one of the executors.",
    )
    due = fields.Date(required=True, index=True, tracking=True)
    urgency = fields.Selection(
        [("0", "Normal"), ("1", "Urgent"), ("2", "Most urgent")], required=True, default="0"
    )
    classification = fields.Selection(
        [("internal", "Internal"), ("confidential", "Confidential")],
        required=True,
        default="internal",
        help="A confidential directive is seen by issuer, executors and checker only.",
    )
    needs_evidence = fields.Boolean(
        "Evidence required", help="Done can only be reported with a file attached."
    )
    ask_department_id = fields.Many2one(
        "hr.department",
        string="Ask a department",
        store=False,
        help="The head of this department becomes an executor.",
    )
    line_ids = fields.One2many("ops.directive.line", "directive_id", string="Executors")
    line_count = fields.Integer("Executors in all", compute="_compute_progress")
    closed_count = fields.Integer("Executors finished", compute="_compute_progress")
    conveyed_at = fields.Datetime(readonly=True, copy=False, index=True)
    closed_at = fields.Datetime(readonly=True, copy=False)

    _source = models.Index("(source_model, source_res_id) WHERE source_res_id IS NOT NULL")

    @api.depends("source_model", "source_res_id")
    def _compute_source_name(self):
        for directive in self:
            record = directive._source_record()
            directive.source_name = record.sudo().display_name if record else False

    @api.depends("line_ids.state")
    def _compute_progress(self):
        groups = self.env["ops.directive.line"]._read_group(
            [("directive_id", "in", self.ids), ("state", "!=", "cancelled")],
            ["directive_id", "state"],
            ["__count"],
        )
        counts, closed = {}, {}
        for directive, state, count in groups:
            counts[directive] = counts.get(directive, 0) + count
            if state == "closed":
                closed[directive] = count
        for directive in self:
            directive.line_count = counts.get(directive, 0)
            directive.closed_count = closed.get(directive, 0)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for directive in self:
            directive.display_name = " ".join(filter(None, (directive.number, directive.name)))

    @api.onchange("ask_department_id")
    def _onchange_ask_department_id(self):
        head = self.ask_department_id._ops_head()
        if head and head not in self.line_ids.executor_id:
            self.line_ids = [Command.create({"executor_id": head.id})]
        if head:
            self.source_kind = "request"
        elif self.ask_department_id:
            raise UserError(
                self.env._(
                    "%(department)s has no head with a role card. Choose the executor below.",
                    department=self.ask_department_id.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_source_readable(vals)
        directives = super().create(vals_list)
        for directive in directives.sudo().filtered(lambda one: not one.number):
            directive.number = self.env["ir.sequence"].sudo().next_by_code("ops.directive")
        return directives

    def write(self, vals):
        self._check_editable()
        if not self.env.su and {"source_model", "source_res_id"} & vals.keys():
            raise AccessError(self.env._("Where a directive came from does not change."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_editable()

    def action_convey(self):
        """Send it to the executors; the issuer's button."""
        self._check_issuer()
        for directive in self:
            directive._check_reach()
            directive._convey()
        return True

    def action_withdraw(self):
        """Ask for the reason and withdraw the directive; the issuer's button."""
        self._check_issuer()
        return self.env["ops.directive.step"]._open("withdraw", directive=self)

    def action_open_source(self):
        """Open the record this directive came from."""
        record = self._source_record()
        if not record:
            raise UserError(self.env._("This directive came from no other record."))
        return record._get_records_action()

    @api.model
    def _check_source_readable(self, vals):
        """A directive is hung on nothing its author cannot read."""
        model, res_id = vals.get("source_model"), vals.get("source_res_id")
        if not model and not res_id:
            return
        source = self.env.get(model)
        if not isinstance(source, self.env.registry["ops.directive.source.mixin"]):
            raise UserError(self.env._("Directives cannot come from %(model)s.", model=model))
        source.browse(res_id).check_access("read")

    def _source_record(self):
        self.ensure_one()
        if not self.source_res_id or self.source_model not in self.env:
            return None
        return self.env[self.source_model].browse(self.source_res_id).exists() or None

    def _check_issuer(self):
        if not self.env.su and any(one.issuer_id != self.env.user for one in self.sudo()):
            raise AccessError(self.env._("Only who issued a directive may do this."))

    def _check_editable(self):
        """A draft belongs to its author; what has been conveyed stays as it is."""
        if self.env.su:
            return
        self._check_issuer()
        if any(directive.state != "draft" for directive in self):
            raise UserError(
                self.env._(
                    "A conveyed directive stays as it is. Withdraw it and issue another one, or"
                    " let the executor ask for more time."
                )
            )

    def _check_reach(self):
        """Orders go down one's own departments; others are asked through their heads."""
        lines = self.sudo().line_ids
        heads = self.env["hr.department"]._ops_heads(lines.executor_id)
        leads = self.issuer_id.sudo()._ops_current_cards().role_id.subordinate_ids
        for line in lines:
            inside = leads and self.issuer_id in line.executor_id.department_id.ops_user_ids
            if not inside and line.executor_id not in heads and not self.env.su:
                raise UserError(
                    self.env._(
                        "%(name)s is not in a department of yours. Ask the head of that department"
                        " instead: choose it under Ask a department.",
                        name=line.executor_id.name,
                    )
                )

    def _check_lines(self):
        lines = self.line_ids
        if not lines:
            raise UserError(self.env._("Nobody is to do it yet. Add an executor."))
        for line in lines:
            if not line.user_id:
                raise UserError(
                    self.env._(
                        "%(name)s has no login and cannot sign. Choose another executor.",
                        name=line.executor_id.name,
                    )
                )
            if line.user_id == self.checker_id:
                raise UserError(
                    self.env._(
                        "%(name)s cannot check his own work. Choose another checker.",
                        name=line.executor_id.name,
                    )
                )

    def _convey(self):
        """Check and send; callers have checked the actor."""
        directive = self.sudo()
        directive.ensure_one()
        if directive.state != "draft":
            raise UserError(self.env._("%(name)s is conveyed already.", name=directive.name))
        directive._check_lines()
        if directive.due < directive.company_id._ops_today():
            raise UserError(self.env._("The day it is due is over. Choose a later one."))
        directive.write({"state": "conveyed", "conveyed_at": fields.Datetime.now()})
        directive.line_ids._issue()

    def _withdraw(self, reason):
        self._check_issuer()
        for directive in self.sudo():
            if directive.state not in ("draft", "conveyed"):
                raise UserError(self.env._("%(name)s is over already.", name=directive.name))
            directive.write({"state": "cancelled", "closed_at": fields.Datetime.now()})
            directive.line_ids._cancel(reason)
            directive.message_post(body=reason)

    def _close_if_complete(self):
        """Close those whose executors have all finished."""
        for directive in self.sudo().filtered(lambda one: one.state == "conveyed"):
            if all(line.state in ("closed", "cancelled") for line in directive.line_ids):
                directive.write({"state": "closed", "closed_at": fields.Datetime.now()})

    @api.model
    def _open_from(self, record, title, executors, due, text, kind="other", **vals):
        """Issue a directive that follows from ``record``, in the name of the current user.

        The caller has checked that the user may. It is conveyed at once; executors may be of
        any department.

        :param record: a record of a model with ``ops.directive.source.mixin``
        :param executors: ``hr.employee``; the checker is the issuer unless he is one of them,
            then the superior of the first executor
        :param due: last calendar day
        :return: the directive
        """
        user, source = self.env.user, record.sudo()
        checker = user
        if user in executors.sudo().user_id:
            checker = executors.sudo().parent_id.user_id[:1] or user
        department = source.department_id if "department_id" in source else None
        directive = self.sudo().create(
            {
                "name": title,
                "text": text or title,
                "due": due,
                "source_kind": kind,
                "source_model": record._name,
                "source_res_id": record.id,
                "checker_id": checker.id,
                "department_id": (department or self._default_department_id()).id,
                "line_ids": [Command.create({"executor_id": one.id}) for one in executors],
                **vals,
            }
        )
        directive._convey()
        return directive.sudo(self.env.su)

    @api.model
    def _monthly_figures(self, departments, date_from, date_to):
        """Count what was asked of the departments' people, in one statement.

        :param departments: ``hr.department`` whose executors count, without those below
        :param date_from: first and ``date_to`` last calendar day in the company's time zone
        :return: ``{department id: {"issued", "due", "closed", "on_time", "late", "open",
            "overdue", "returned", "extended"}}``; ``due`` fell due in the period, ``on_time``
            and ``late`` were reported done in it by or after their day; ``open`` and ``overdue``
            are at the end of the period; ``returned`` counts the returns of what was closed
        """
        self.env["ops.directive.line"].flush_model()
        self.env["ops.directive.extension"].flush_model()
        zone = self.env.company._ops_tz()
        self.env.cr.execute(
            SQL(
                """
                WITH line AS (
                    SELECT l.*,
                           (l.issued_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS issued,
                           (l.done_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS done,
                           (l.closed_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS over
                      FROM ops_directive_line l
                     WHERE l.department_id = ANY(%(departments)s)
                       AND l.state NOT IN ('draft', 'cancelled')
                ), extended AS (
                    SELECT line_id, count(*) AS times FROM ops_directive_extension
                     WHERE state = 'granted' GROUP BY line_id
                )
                SELECT department_id,
                       count(*) FILTER (WHERE issued BETWEEN %(first)s AND %(last)s),
                       count(*) FILTER (WHERE due BETWEEN %(first)s AND %(last)s),
                       count(*) FILTER (WHERE over BETWEEN %(first)s AND %(last)s),
                       count(*) FILTER (WHERE over BETWEEN %(first)s AND %(last)s AND done <= due),
                       count(*) FILTER (WHERE over BETWEEN %(first)s AND %(last)s AND done > due),
                       count(*) FILTER (WHERE issued <= %(last)s
                                          AND (over IS NULL OR over > %(last)s)),
                       count(*) FILTER (WHERE issued <= %(last)s AND due < %(last)s
                                          AND (over IS NULL OR over > %(last)s)),
                       coalesce(sum(return_count) FILTER (
                           WHERE over BETWEEN %(first)s AND %(last)s), 0),
                       coalesce(sum(extended.times) FILTER (
                           WHERE due BETWEEN %(first)s AND %(last)s), 0)
                  FROM line LEFT JOIN extended ON extended.line_id = line.id
                 GROUP BY department_id
                """,
                zone=zone,
                departments=departments.ids,
                first=date_from,
                last=date_to,
            )
        )
        names = ("issued", "due", "closed", "on_time", "late")
        names += ("open", "overdue", "returned", "extended")
        found = {row[0]: dict(zip(names, row[1:], strict=True)) for row in self.env.cr.fetchall()}
        empty = dict.fromkeys(names, 0)
        return {one.id: {**empty, **found.get(one.id, {})} for one in departments}

    @api.model
    def _of_source(self, model, ids):
        """Return the domain of the directives that came from these records."""
        return Domain("source_model", "=", model) & Domain("source_res_id", "in", ids)
