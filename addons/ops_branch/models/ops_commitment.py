from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class OpsCommitment(models.Model):
    """What a branch has promised a customer by a day, and whether it was kept.

    ``due`` is the last calendar day in the company's time zone.
    """

    _name = "ops.commitment"
    _description = "Promise to a customer"
    _inherit = [
        *("ops.guarded.mixin", "ops.scoped.mixin", "ops.directive.source.mixin"),
        *("mail.thread", "mail.activity.mixin"),
    ]
    _order = "due, id"
    _mail_post_access = "read"
    _rec_names_search = ["name", "partner_id.name"]
    _guarded = ("state", "closed_on", "was_late")
    _directive_kind = "request"

    name = fields.Char("What was promised", required=True, tracking=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict"
    )
    branch_id = fields.Many2one(
        related="department_id.ops_branch_id", string="Branch", store=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users",
        "Answers for it",
        required=True,
        index=True,
        tracking=True,
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
    )
    promised_on = fields.Date(required=True, default=lambda self: self.env.company._ops_today())
    due = fields.Date("Promised by", required=True, index=True, tracking=True)
    text = fields.Text("In detail")
    state = fields.Selection(
        [("open", "To be kept"), ("kept", "Kept"), ("broken", "Not kept")],
        required=True,
        default="open",
        index=True,
        copy=False,
        tracking=True,
    )
    closed_on = fields.Date("Closed on", copy=False)
    was_late = fields.Boolean("Kept late", copy=False)
    light = fields.Selection(
        [("blue", "In time"), ("yellow", "Due"), ("red", "Overdue")],
        compute="_compute_light",
        search="_search_light",
    )

    _due_after = models.Constraint(
        "CHECK (due >= promised_on)", "A promise is due on its day or later."
    )

    @api.depends("state", "due")
    def _compute_light(self):
        for one in self:
            today = (one.company_id or self.env.company)._ops_today()
            late = one.state == "open" and one.due and one.due < today
            now = one.state == "open" and one.due == today
            one.light = "red" if late or one.was_late else "yellow" if now else "blue"

    @api.model
    def _search_light(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ops_today()
        is_open = Domain("state", "=", "open")
        late = is_open & Domain("due", "<", today) | Domain("was_late", "=", True)
        due = is_open & Domain("due", "=", today) & ~late
        lights = {"red": late, "yellow": due, "blue": ~late & ~due}
        return Domain.OR(lights[light] for light in value if light in lights)

    @api.model_create_multi
    def create(self, vals_list):
        """The branch knows the customer from now on."""
        promises = super().create(vals_list)
        for place, records in promises.sudo().grouped("department_id").items():
            records.partner_id._ops_known_by(place)
        return promises

    def write(self, vals):
        if not self.env.su:
            self._check_part()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A promise is kept or not kept, never deleted."))

    def action_keep(self):
        """It was kept, today; for who answers for it and the manager."""
        self._close("kept")

    def action_give_up(self):
        """It cannot be kept: what came of it must be written down before."""
        for one in self:
            if not (one.text or "").strip():
                raise UserError(
                    self.env._("%s: write in detail why it could not be kept.", one.name)
                )
        self._close("broken")

    def _close(self, state):
        self._check_part()
        for one in self:
            today = one.company_id._ops_today()
            one.sudo().write({"state": state, "closed_on": today, "was_late": today > one.due})

    def _check_part(self):
        """:raise AccessError: for who neither answers for it nor manages the branch"""
        self.check_access("read")
        manages = self.env.user.has_group("ops_roles.group_bm") or self.env.su
        for one in self:
            mine = self.env.user in one.user_id | one.create_uid
            if not mine and not manages:
                raise AccessError(
                    self.env._("%s: only who answers for it and the manager do this.", one.name)
                )
            if one.state != "open":
                raise UserError(self.env._("%s is over and stays as it is.", one.name))
