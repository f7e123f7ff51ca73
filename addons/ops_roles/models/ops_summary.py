from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..core.kanban_columns import in_order
from ..core.summary_period import summary_label
from .ops_summary_rule import KINDS

#: Days a superior has for reading and scoring a summary.
SCORE_DAYS = 3


class OpsSummary(models.Model):
    """A person's work summary of a day, week, month or year, read and scored by his superior.

    Draft, submitted, scored. A superior may return it for rewriting; scored it is frozen. How
    they are made at the end of a period stands in ``ops_summary_make.py``.
    """

    _name = "ops.summary"
    _description = "Work summary"
    _inherit = [
        *("ops.guarded.mixin", "ops.scoped.mixin", "ops.todo.mixin"),
        *("mail.thread", "mail.activity.mixin"),
    ]
    _order = "date_to desc, id desc"
    _mail_post_access = "read"
    _rec_names_search = ["employee_id.name"]
    _guarded = (
        *("kind", "employee_id", "user_id", "role_id", "department_id", "superior_id"),
        *("date_from", "date_to", "due", "state", "submitted_at", "score", "comment"),
        *("scored_at", "scored_by_id", "return_count"),
    )

    kind = fields.Selection(KINDS, "Kind of summary", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee.public", string="Written by", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one("res.users", string="Author", required=True, readonly=True)
    role_id = fields.Many2one("ops.role", string="Role", required=True, readonly=True)
    superior_id = fields.Many2one(
        "res.users", string="Read by", readonly=True, index="btree_not_null"
    )
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("Last day", required=True, readonly=True)
    due = fields.Date("To be handed in by", required=True, readonly=True)
    period = fields.Char("Period", compute="_compute_period")
    state = fields.Selection(
        [("draft", "To be written"), ("submitted", "To be read"), ("scored", "Scored")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=in_order("state"),
    )
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    done = fields.Text("What I have done")
    problems = fields.Text("Difficulties and causes")
    plan = fields.Text("What I do next")
    line_ids = fields.One2many("ops.summary.line", "summary_id", "My figures", readonly=True)
    submitted_at = fields.Datetime("Handed in at", readonly=True)
    score = fields.Integer("Score", readonly=True, aggregator="avg", tracking=True)
    comment = fields.Text("Opinion of the superior", readonly=True)
    scored_at = fields.Datetime("Scored at", readonly=True)
    scored_by_id = fields.Many2one("res.users", string="Scored by", readonly=True)
    return_count = fields.Integer("Times returned", readonly=True)
    may_write = fields.Boolean("I write it", compute="_compute_may")
    may_score = fields.Boolean("I score it", compute="_compute_may")

    _once = models.UniqueIndex(
        "(employee_id, kind, date_from)", "This person has a summary of this period already."
    )
    _score_range = models.Constraint(
        "CHECK(score BETWEEN 0 AND 100)", "A score is between 1 and 100."
    )
    _order_idx = models.Index("(date_to DESC, id DESC)")
    _author_idx = models.Index("(user_id, date_to DESC)")
    _open_idx = models.Index("(superior_id, state, date_to DESC) WHERE state <> 'scored'")

    @api.depends("kind", "date_from")
    def _compute_period(self):
        for summary in self:
            start = summary.date_from
            summary.period = start and summary_label(summary.kind, start)

    @api.depends("state", "due")
    def _compute_is_late(self):
        today = self.env.company._ops_today()
        for summary in self:
            summary.is_late = summary.state == "draft" and summary.due and summary.due < today

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "draft") & Domain("due", "<", self.env.company._ops_today())
        return late if True in value else ~late

    @api.depends_context("uid")
    @api.depends("state", "user_id", "superior_id")
    def _compute_may(self):
        for summary in self:
            mine = summary.user_id == self.env.user
            summary.may_write = mine and summary.state == "draft"
            summary.may_score = summary.state == "submitted" and summary._is_superior()

    @api.depends("employee_id", "kind", "date_from")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for summary in self:
            name = summary.sudo().employee_id.name
            summary.display_name = f"{name} · {kinds.get(summary.kind)} {summary.period}"

    def write(self, vals):
        """The author writes while it is a draft; handed in it stays as it is."""
        if {"done", "problems", "plan"} & vals.keys() and not self.env.su:
            for summary in self:
                summary._check_author()
                summary._expect("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(self.env._("Work summaries are kept."))

    def action_submit(self):
        """Hand it in to the superior on the reporting line."""
        self._check_author()
        self._expect("draft")
        for summary in self.sudo():
            superior = summary.env["hr.employee"].browse(summary.employee_id.id).parent_id.user_id
            if not superior or superior == summary.user_id:
                raise UserError(
                    self.env._(
                        "You have no superior with a login. Ask the access administrator to check"
                        " the reporting line."
                    )
                )
            if not (summary.done or "").strip():
                raise UserError(self.env._("Write down what you have done first."))
            summary.write(
                {
                    "state": "submitted",
                    "superior_id": superior.id,
                    "submitted_at": fields.Datetime.now(),
                }
            )
            summary._close_todo("ops_roles.activity_summary")
            due = summary.company_id._ops_today() + timedelta(days=SCORE_DAYS)
            row = (summary, superior, due, summary.display_name)
            summary._give_todos("ops_roles.activity_summary_read", [row])

    def action_assess(self):
        """Open the dialog in which the superior scores or returns it."""
        self.ensure_one()
        self._check_superior()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "ops.summary.assess",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_summary_id": self.id},
        }

    def action_chase(self):
        """Remind the authors chosen who have not handed in; superiors on the line only."""
        waiting = self.filtered(lambda one: one.state == "draft")
        waiting._check_superior()
        for summary in waiting.sudo():
            summary.message_notify(
                partner_ids=summary.user_id.partner_id.ids,
                subject=summary.display_name,
                body=self.env._("Please write this work summary and hand it in."),
            )

    def _give_score(self, score, comment):
        """Score it from 1 to 100 and freeze it."""
        self._check_superior()
        self._expect("submitted")
        if not 1 <= score <= 100:
            raise UserError(self.env._("A score is between 1 and 100."))
        self.sudo().write(
            {
                "state": "scored",
                "score": score,
                "comment": comment,
                "scored_at": fields.Datetime.now(),
                "scored_by_id": self.env.uid,
            }
        )
        self._close_todo("ops_roles.activity_summary_read")
        self.env["ops.home"]._notify(self.user_id | self.env.user)

    def _give_back(self, comment):
        """Return it for rewriting, with what is missing written down."""
        self._check_superior()
        self._expect("submitted")
        if not (comment or "").strip():
            raise UserError(self.env._("Write down what has to be rewritten."))
        for summary in self.sudo():
            summary.write(
                {
                    "state": "draft",
                    "comment": comment,
                    "return_count": summary.return_count + 1,
                }
            )
            summary._close_todo("ops_roles.activity_summary_read")
            due = max(summary.due, summary.company_id._ops_today() + timedelta(days=1))
            row = (summary, summary.user_id, due, summary.display_name)
            summary._give_todos("ops_roles.activity_summary", [row])

    def _is_superior(self) -> bool:
        """Tell whether the user is the superior of the author, or stands in for him."""
        superior = self.sudo().superior_id
        if not superior or self.user_id == self.env.user:
            return False
        if superior == self.env.user:
            return True
        cards = self.env.user._ops_current_cards()
        return superior in cards.acting_for_id.employee_id.user_id

    def _check_superior(self):
        self.check_access("read")
        for summary in self:
            if not summary._is_superior():
                raise AccessError(
                    self.env._("Only the superior of the author reads and scores this summary.")
                )

    def _check_author(self):
        self.check_access("read")
        if self.user_id - self.env.user:
            raise AccessError(self.env._("Everybody writes and hands in his own summary only."))

    def _expect(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for summary in self:
            if summary.state != state:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(state)s” by now and stays as it is.",
                        name=summary.display_name,
                        state=labels[summary.state],
                    )
                )

    def _close_todo(self, kind):
        self.sudo().activity_unlink([kind], only_automated=False)
