from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

MEASURES = [("amount", "An amount"), ("points", "Points")]


class OpsReward(models.Model):
    """A reward or penalty by a clause of a document in force, with evidence, once approved.

    Asked for by a superior of the person, never by himself. Approved it stays as it is and counts
    in the pay of its month; ``amount`` is in the currency of the company, both are positive.
    """

    _name = "ops.reward"
    _description = "Reward or penalty"
    _inherit = [
        *("ops.approval.mixin", "ops.attached.mixin", "ops.scoped.mixin"),
        *("mail.thread", "mail.activity.mixin"),
    ]
    _order = "month desc, id desc"
    _mail_post_access = "read"
    _rec_names_search = ["name", "employee_id.name"]
    _guarded = ("name",)

    name = fields.Char("Reference", readonly=True, copy=False, default="")
    kind = fields.Selection(
        [("reward", "Reward"), ("penalty", "Penalty")], required=True, default="reward"
    )
    employee_id = fields.Many2one(
        "hr.employee.public", string="Person concerned", required=True, index=True
    )
    measure = fields.Selection(MEASURES, "In", required=True, default="amount")
    amount = fields.Monetary(aggregator="sum")
    points = fields.Float("Points given", digits=(16, 2), aggregator="sum")
    currency_id = fields.Many2one(related="company_id.currency_id")
    version_id = fields.Many2one(
        "ops.document.version",
        string="By document",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('state', '=', 'published')]",
    )
    clause = fields.Char(required=True, help="Which clause of the document, such as 3.2.")
    happened_on = fields.Date(
        "Happened on", required=True, default=lambda self: self.env.company._ops_today()
    )
    reason = fields.Text("What happened", required=True)
    attachment_ids = fields.Many2many(
        "ir.attachment", "ops_reward_attachment_rel", string="Evidence", copy=False
    )
    month = fields.Date(
        "Effective month",
        required=True,
        default=lambda self: self.env.company._ops_today().replace(day=1),
        help="It counts in the pay of this month. Any day; the first one is kept.",
    )
    month_text = fields.Char("Pay month", compute="_compute_month_text")
    create_uid = fields.Many2one("res.users", string="Asked for by", readonly=True, index=True)

    _value = models.Constraint(
        "CHECK((measure = 'amount' AND amount > 0 AND COALESCE(points, 0) = 0)"
        " OR (measure = 'points' AND points > 0 AND COALESCE(amount, 0) = 0))",
        "Enter an amount or points above 0, not both.",
    )
    _order_idx = models.Index("(month DESC, id DESC)")
    _pay_idx = models.Index("(employee_id, month) WHERE approval_state = 'approved'")

    @api.depends("month")
    def _compute_month_text(self):
        for reward in self:
            reward.month_text = reward.month and f"{reward.month:%Y-%m}"

    @api.depends("name", "employee_id")
    def _compute_display_name(self):
        for reward in self:
            parts = (reward.name, reward.sudo().employee_id.name)
            reward.display_name = " · ".join(filter(None, parts))

    @api.onchange("employee_id")
    def _onchange_employee_id(self):
        if department := self.employee_id.sudo().department_id:
            self.department_id = department

    @api.onchange("measure")
    def _onchange_measure(self):
        """Only one of the two counts."""
        self.update({"points": 0} if self.measure == "amount" else {"amount": 0})

    @api.constrains("happened_on")
    def _check_day(self):
        for reward in self:
            if reward.happened_on > reward.company_id._ops_today():
                raise ValidationError(
                    self.env._("%s: the day it happened is still to come.", reward.display_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        rewards = super().create([self._first_of_month(vals) for vals in vals_list])
        rewards._check_superior()
        sequence = self.env["ir.sequence"].sudo()
        for reward in rewards.sudo():
            reward.name = sequence.next_by_code("ops.reward")
        rewards._adopt_attachments()
        return rewards

    def write(self, vals):
        result = super().write(self._first_of_month(vals))
        if vals.keys() & {"employee_id", "department_id"}:
            self._check_superior()
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    def action_submit(self):
        """Submit for approval: the clause has to be in force, and evidence attached."""
        self._check_superior()
        for reward in self:
            if not reward.attachment_ids:
                raise UserError(self.env._("%s: attach the evidence first.", reward.display_name))
            if reward.sudo().version_id.state != "published":
                raise UserError(
                    self.env._(
                        "%(reward)s: %(document)s is not in force. Choose the version in force.",
                        reward=reward.display_name,
                        document=reward.sudo().version_id.display_name,
                    )
                )
        return super().action_submit()

    def action_open_document(self):
        """Open the document it is based on."""
        self.ensure_one()
        self.check_access("read")
        return self.version_id._get_records_action(name=self.version_id.display_name)

    def _approval_fields(self):
        return (
            *("kind", "employee_id", "department_id", "measure", "amount", "points"),
            *("version_id", "clause", "happened_on", "reason", "month"),
            "attachment_ids.checksum",
        )

    def _approval_amount(self):
        return self.amount

    def _on_approved(self):
        """Tell the person, who may read it from now on."""
        for reward in self:
            reward.message_notify(
                partner_ids=reward.employee_id.user_id.partner_id.ids,
                subject=reward.display_name,
                body=self.env._(
                    "By %(document)s, %(clause)s: %(reason)s",
                    document=reward.version_id.display_name,
                    clause=reward.clause,
                    reason=reward.reason,
                ),
            )

    def _check_superior(self):
        """:raise AccessError: unless the user is above the person, on his reporting line"""
        if self.env.su:
            return
        people = self.env["hr.employee"].sudo().browse(self.sudo().employee_id.ids)
        above = people._ops_superior_users()
        for reward in self.sudo():
            person = people.browse(reward.employee_id.id)
            if self.env.uid not in above[person.id] or reward.department_id != person.department_id:
                raise AccessError(
                    self.env._(
                        "%s: only a superior asks for a reward or penalty, in the department of the"
                        " person.",
                        person.name,
                    )
                )

    @api.model
    def _first_of_month(self, vals) -> dict:
        if not vals.get("month"):
            return vals
        return {**vals, "month": fields.Date.to_date(vals["month"]).replace(day=1)}
