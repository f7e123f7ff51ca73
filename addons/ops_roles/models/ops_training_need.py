from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: What a proposal says; fixed once a trainer has decided on it.
CONTENT = {
    *("department_id", "employee_id", "role_id", "headcount", "course_id", "topic"),
    *("reason", "month"),
}


class OpsTrainingNeed(models.Model):
    """Somebody, a role card or a whole department needs a course, or training on a topic.

    Leaders propose it or other parts of the suite raise it (``_raise_from``); trainers plan it,
    and close it as done or declined.
    """

    _name = "ops.training.need"
    _description = "Training need"
    _inherit = ["ops.guarded.mixin", "ops.scoped.mixin", "mail.thread"]
    _order = "month desc, id desc"
    _rec_names_search = ["topic", "course_id.name", "course_id.code"]
    _guarded = (
        *("state", "source_model", "source_res_id"),
        *("handled_by_id", "handled_at"),
    )

    employee_id = fields.Many2one(
        "hr.employee.public",
        string="Person to be trained",
        default=lambda self: self.env.user.employee_id.id,
        index="btree_not_null",
        help="Empty: everybody of the role card, or of the department.",
    )
    role_id = fields.Many2one(
        "ops.role", string="Role card to be trained", help="Empty: every role card."
    )
    headcount = fields.Integer("People to be trained", default=1, required=True)
    course_id = fields.Many2one(
        "ops.course",
        string="Course",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('state', '=', 'published')]",
    )
    topic = fields.Char("Topic", help="What to train, when there is no course for it yet.")
    reason = fields.Text("Why it is needed", required=True)
    month = fields.Date(
        "Wanted month",
        required=True,
        default=lambda self: self.env.company._ops_today().replace(day=1),
        tracking=True,
        help="Any day of the month; kept as its first day.",
    )
    source_model = fields.Char("Raised by (model)", readonly=True, copy=False)
    source_res_id = fields.Many2oneReference(
        "Raised by", model_field="source_model", readonly=True, copy=False
    )
    state = fields.Selection(
        [
            ("open", "Proposed"),
            ("planned", "In the plan"),
            ("done", "Trained"),
            ("declined", "Declined"),
        ],
        "State of the need",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    answer = fields.Text("Answer of the trainer", copy=False, help="Required to decline it.")
    handled_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    handled_at = fields.Datetime("Decided at", readonly=True, copy=False)
    may_decide = fields.Boolean("May decide on it", compute="_compute_may_decide")

    _what = models.Constraint(
        "CHECK(course_id IS NOT NULL OR topic <> '')", "Choose a course, or write the topic."
    )
    _headcount_positive = models.Constraint(
        "CHECK(headcount > 0)", "Enter how many people are to be trained."
    )
    _state_idx = models.Index("(state, month DESC, id DESC)")
    _source = models.Index("(source_model, source_res_id) WHERE source_res_id IS NOT NULL")

    @api.depends_context("uid")
    def _compute_may_decide(self):
        self.may_decide = self.env.user.has_group("ops_roles.group_trainer")

    @api.depends("course_id", "topic", "employee_id", "role_id", "department_id")
    def _compute_display_name(self):
        for need in self.sudo():
            who = need.employee_id or need.role_id or need.department_id
            what = need.course_id.display_name or need.topic
            need.display_name = " · ".join(filter(None, (what, who.display_name)))

    @api.onchange("employee_id")
    def _onchange_employee_id(self):
        if department := self.employee_id.sudo().department_id:
            self.department_id = department

    @api.model_create_multi
    def create(self, vals_list):
        needs = super().create([self._first_of_month(vals) for vals in vals_list])
        needs._check_proposer()
        if any(vals.get("answer") for vals in vals_list):
            needs._check_trainer()
        return needs

    def write(self, vals):
        self._check_undecided(vals)
        result = super().write(self._first_of_month(vals))
        if CONTENT & vals.keys():
            self._check_proposer()
        return result

    def action_plan(self):
        """Accept proposed needs: they go into the training plan."""
        self._decide("planned", ("open",))

    def action_done(self):
        """Close planned needs: the training has taken place."""
        self._decide("done", ("planned",))

    def action_decline(self):
        """Decline needs; the answer says why."""
        for need in self:
            if not (need.answer or "").strip():
                raise UserError(
                    self.env._(
                        "%s: write down in the answer why it is declined.", need.display_name
                    )
                )
        self._decide("declined", ("open", "planned"))

    def action_open_source(self):
        """Open the record that raised the need, for who may see it."""
        self.ensure_one()
        self.check_access("read")
        known = self.source_res_id and self.source_model in self.env
        source = self.env[self.source_model].browse(self.source_res_id).exists() if known else None
        if not source:
            raise UserError(self.env._("Nothing else raised this need, or it was deleted."))
        source.check_access("read")
        return source._get_records_action(name=source.display_name)

    @api.model
    def _raise_from(self, record, employees, course, reason):
        """Raise the need of ``course`` for each of ``employees`` because of ``record``.

        Who has a need of the course already that is not closed gets no second one. The caller has
        checked who asks for it.

        :param record: the record it follows from, such as a quality finding
        :param employees: ``hr.employee`` records with a department
        :param reason: why, in the words the trainer will read
        :return: the new needs
        """
        pending = self.sudo().search_fetch(
            [
                ("employee_id", "in", employees.ids),
                ("course_id", "=", course.id),
                ("state", "in", ("open", "planned")),
            ],
            ["employee_id"],
        )
        asked = set(pending.employee_id.ids)
        return self.sudo().create(
            [
                {
                    "employee_id": employee.id,
                    "department_id": employee.department_id.id,
                    "course_id": course.id,
                    "reason": reason,
                    "source_model": record._name,
                    "source_res_id": record.id,
                }
                for employee in employees.sudo()
                if employee.id not in asked
            ]
        )

    def _decide(self, state, before):
        self._check_trainer()
        self.check_access("write")
        for need in self:
            if need.state not in before:
                raise UserError(
                    self.env._("%s was decided before. Reload the page.", need.display_name)
                )
        self.sudo().write(
            {"state": state, "handled_by_id": self.env.uid, "handled_at": fields.Datetime.now()}
        )

    def _check_trainer(self):
        if not self.env.su and not self.env.user.has_group("ops_roles.group_trainer"):
            raise AccessError(self.env._("Trainers decide on training needs."))

    def _check_proposer(self):
        """Who leads nobody asks for training for himself only.

        :raise AccessError: when he names somebody else, or everybody
        """
        if self.env.su or self.env.user.has_group("ops_roles.group_training_leader"):
            return
        if any(need.employee_id.user_id != self.env.user for need in self.sudo()):
            raise AccessError(
                self.env._(
                    "Choose yourself as the person to be trained; for others their superior asks."
                )
            )

    def _check_undecided(self, vals):
        """A decided need stays as proposed; the answer belongs to trainers."""
        if self.env.su:
            return
        if "answer" in vals:
            self._check_trainer()
        decided = self.filtered(lambda need: need.state != "open")
        closed = self.filtered(lambda need: need.state in ("done", "declined"))
        if wrong := (CONTENT & vals.keys() and decided) or ("answer" in vals and closed):
            raise UserError(
                self.env._(
                    "%s is decided and stays as it is. Propose it anew.", wrong[0].display_name
                )
            )

    @api.model
    def _first_of_month(self, vals) -> dict:
        """Return the values with the wanted month as its first day."""
        if not vals.get("month"):
            return vals
        return {**vals, "month": fields.Date.to_date(vals["month"]).replace(day=1)}
