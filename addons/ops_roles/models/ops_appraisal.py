from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .ops_target import PERIODS

#: States in which somebody has something to do by the day due.
OPEN = ("self", "score", "confirm", "appealed")
FREE = {"message_follower_ids", "message_ids", "activity_ids"}
#: Words people type themselves, and the field that tells whether they may now.
TYPED = {"self_note": "may_self", "comment": "may_score"}


class OpsAppraisal(models.Model):
    """One person's appraisal of a period, on weighted lines.

    Self-assessment, the superior's score, confirmation, some days open to an appeal, frozen. What
    the superior scored is kept when an appeal changes it. The steps stand in
    ``ops_appraisal_flow.py``, the seal in ``ops_appraisal_seal.py``.
    """

    _name = "ops.appraisal"
    _description = "Appraisal"
    _inherit = [
        *("ops.guarded.mixin", "ops.scoped.mixin", "ops.todo.mixin"),
        *("mail.thread", "mail.activity.mixin"),
    ]
    _order = "date_to desc, id desc"
    _mail_post_access = "read"
    _rec_names_search = ["employee_id.name"]
    _guarded = (
        *("cycle_id", "template_id", "assignment_id", "employee_id", "user_id", "role_id"),
        *("department_id", "superior_id", "kind", "date_from", "date_to", "period", "due", "state"),
        *("self_at", "scored_at", "scored_by_id", "scored_total", "scored_grade"),
        *("return_note", "return_count", "confirmed_at", "confirmed_by_id", "appeal_until"),
        *("appeal_reason", "appealed_at", "decision", "decision_note", "decided_at"),
        *("decided_by_id", "total", "grade", "coefficient"),
        *("frozen_at", "frozen_by_id", "digest"),
    )

    cycle_id = fields.Many2one(
        "ops.appraisal.cycle", "Cycle", required=True, readonly=True, index=True
    )
    template_id = fields.Many2one("ops.appraisal.template", required=True, readonly=True)
    assignment_id = fields.Many2one("ops.role.assignment", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee.public", "Person appraised", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one("res.users", "Appraised", required=True, readonly=True)
    role_id = fields.Many2one("ops.role", string="Role", required=True, readonly=True, index=True)
    superior_id = fields.Many2one("res.users", "Superior", readonly=True, index="btree_not_null")
    kind = fields.Selection(PERIODS, "Kind of period", required=True, readonly=True)
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("Until", required=True, readonly=True)
    period = fields.Char("Period", readonly=True)
    due = fields.Date("Step due", readonly=True)
    state = fields.Selection(
        [
            ("self", "Self-assessment"),
            ("score", "To be scored"),
            ("confirm", "To be confirmed"),
            ("published", "Open to appeal"),
            ("appealed", "Appeal to decide"),
            ("frozen", "Frozen"),
        ],
        "State of the appraisal",
        default="self",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    line_ids = fields.One2many("ops.appraisal.line", "appraisal_id", "Score sheet")
    self_note = fields.Text("My own view of the period")
    self_at = fields.Datetime("Self-assessed at", readonly=True)
    comment = fields.Text("Opinion of the superior")
    scored_at = fields.Datetime("Scored at", readonly=True)
    scored_by_id = fields.Many2one("res.users", "Scored by", readonly=True)
    scored_total = fields.Float("Total as scored", readonly=True, digits=(16, 2), aggregator="avg")
    scored_grade = fields.Char("Grade as scored", readonly=True)
    return_note = fields.Text("Returned because", readonly=True)
    return_count = fields.Integer("Times returned", readonly=True)
    confirmed_at = fields.Datetime("Confirmed at", readonly=True)
    confirmed_by_id = fields.Many2one("res.users", "Confirmed by", readonly=True)
    appeal_until = fields.Date("Appeal until", readonly=True)
    appeal_reason = fields.Text("Appeal", readonly=True)
    appealed_at = fields.Datetime("Appealed at", readonly=True)
    decision = fields.Selection(
        [("upheld", "Score stays"), ("changed", "Score changed")], "Decision", readonly=True
    )
    decision_note = fields.Text("Reasons of the decision", readonly=True)
    decided_at = fields.Datetime("Decided at", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    total = fields.Float(
        "Total score", readonly=True, digits=(16, 2), aggregator="avg", tracking=True
    )
    grade = fields.Char("Grade", readonly=True, tracking=True)
    coefficient = fields.Float("Pay coefficient", readonly=True, digits=(16, 2), aggregator="avg")
    frozen_at = fields.Datetime("Frozen at", readonly=True)
    frozen_by_id = fields.Many2one("res.users", "Frozen by", readonly=True)
    digest = fields.Char(
        "Digest", readonly=True, help="SHA-256 of the frozen sheet, printed on it."
    )
    may_self = fields.Boolean("I assess myself", compute="_compute_may")
    may_score = fields.Boolean("I score it", compute="_compute_may")
    may_confirm = fields.Boolean("I confirm it", compute="_compute_may")
    may_appeal = fields.Boolean("I may appeal", compute="_compute_may")
    may_decide = fields.Boolean("I decide the appeal", compute="_compute_may")

    _once = models.UniqueIndex(
        "(employee_id, kind, date_from)", "This person has an appraisal of this period already."
    )
    _order_idx = models.Index("(date_to DESC, id DESC)")
    _mine_idx = models.Index("(user_id, date_to DESC)")
    _open_idx = models.Index("(state, due) WHERE state <> 'frozen'")

    @api.depends("state", "due")
    def _compute_is_late(self):
        today = self.env.company._ops_today()
        for appraisal in self:
            appraisal.is_late = appraisal.state in OPEN and appraisal.due and appraisal.due < today

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "in", OPEN) & Domain("due", "<", self.env.company._ops_today())
        return late if True in value else ~late

    @api.depends("employee_id", "period")
    def _compute_display_name(self):
        for appraisal in self:
            appraisal.display_name = f"{appraisal.sudo().employee_id.name} · {appraisal.period}"

    @api.depends_context("uid")
    @api.depends("state", "due", "appeal_until", "superior_id")
    def _compute_may(self):
        user = self.env.user
        led = self._led_by_user()
        today = self.env.company._ops_today()
        for appraisal in self:
            state, mine = appraisal.state, appraisal.user_id == user
            overdue = state == "self" and appraisal.due < today
            appraisal.may_self = mine and state == "self"
            appraisal.may_score = appraisal in led and (state == "score" or overdue)
            appraisal.may_confirm = state == "confirm" and user in appraisal._confirmers()
            appraisal.may_appeal = mine and state == "published" and today <= appraisal.appeal_until
            appraisal.may_decide = state == "appealed" and user in appraisal._deciders()

    def write(self, vals):
        """Each types his own words while it is his turn; frozen stays frozen for everybody."""
        if not vals.keys() <= FREE:
            self._check_not_frozen()
        if not self.env.su:
            for name in TYPED.keys() & vals.keys():
                self._check_may(TYPED[name])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Appraisals are kept."))

    def _check_not_frozen(self):
        for appraisal in self.sudo():
            if appraisal.state == "frozen":
                raise UserError(
                    self.env._("%s is frozen and cannot be changed.", appraisal.display_name)
                )

    def _led_by_user(self):
        """The appraisals whose direct superior today is the user, or somebody he acts for."""
        records = self.sudo()
        people = self.env["hr.employee"].sudo().browse(records.employee_id.ids)
        above = people._ops_superior_users()
        uid = self.env.uid
        return self.browse(one.id for one in records if above[one.employee_id.id].get(uid) == 1)
