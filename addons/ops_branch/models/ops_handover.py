from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: Who hands papers over for a branch, and who for headquarters.
BRANCH_STAFF = (
    *("ops_roles.group_bm", "ops_branch.group_branch_sales"),
    *("ops_branch.group_technician", "ops_branch.group_storekeeper"),
)
HEADQUARTERS = ("ops_roles.group_da", "ops_roles.group_sa", "ops_roles.group_dm")
UNFINISHED = ("sent", "returned")
DAYS_TO_CHECK = 5


class OpsHandover(models.Model):
    """A batch of papers or records handed over between a branch and headquarters.

    The other side checks it line by line; what is returned with a reason goes back, is corrected
    and sent again. The batch is complete when every line was accepted.
    """

    _name = "ops.handover"
    _description = "Hand-over of papers"
    _inherit = [
        "ops.guarded.mixin",
        "ops.step.mixin",
        "ops.at.branch.mixin",
        "ops.due.mixin",
        "mail.thread",
    ]
    _order = "id desc"
    _due_states = UNFINISHED
    _guarded = ("name", "state", "sent_at", "sent_by_id", "completed_at")

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    subject = fields.Char("What it is about", required=True)
    direction = fields.Selection(
        [("up", "Branch to headquarters"), ("down", "Headquarters to branch")],
        required=True,
        default=lambda self: self._default_direction(),
    )
    state = fields.Selection(
        [
            ("draft", "Being listed"),
            ("sent", "To be checked"),
            ("returned", "Partly returned"),
            ("complete", "Complete"),
        ],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    due_on = fields.Date(
        "To be checked by",
        default=lambda self: fields.Date.add(self.env.company._ops_today(), days=DAYS_TO_CHECK),
    )
    waybill = fields.Char("Sent with", copy=False)
    line_ids = fields.One2many("ops.handover.line", "handover_id", "Papers", copy=True)
    line_count = fields.Integer("Number of papers", compute="_compute_figures")
    left_count = fields.Integer("Not checked yet", compute="_compute_figures")
    returned_count = fields.Integer("Returned", compute="_compute_figures")
    sent_at = fields.Datetime("Sent at", copy=False)
    sent_by_id = fields.Many2one("res.users", "Sent by", copy=False)
    completed_at = fields.Datetime("Complete since", copy=False)
    is_sender = fields.Boolean(compute="_compute_sides")
    is_checker = fields.Boolean(compute="_compute_sides")

    _due = models.Index("(state, due_on)")

    @api.model
    def _default_direction(self):
        return "up" if self.env.user._ops_branch() else "down"

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for batch in self:
            batch.display_name = f"{batch.name} {batch.subject or ''}"

    @api.depends("line_ids.state")
    def _compute_figures(self):
        """One grouped query over the lines of all batches shown."""
        groups = self.env["ops.handover.line"]._read_group(
            [("handover_id", "in", self.ids)], ["handover_id", "state"], ["__count"]
        )
        found = {(batch.id, state): number for batch, state, number in groups}
        for batch in self:
            numbers = {
                state: found.get((batch._origin.id, state), 0)
                for state in ("waiting", "accepted", "returned")
            }
            batch.line_count = sum(numbers.values())
            batch.left_count = numbers["waiting"]
            batch.returned_count = numbers["returned"]

    @api.depends("direction")
    @api.depends_context("uid")
    def _compute_sides(self):
        for batch in self:
            batch.is_sender = batch._is_side("sender")
            batch.is_checker = batch._is_side("checker")

    @api.model_create_multi
    def create(self, vals_list):
        """Begin batches, by who sends them; their numbers are given here."""
        batches = super().create(vals_list)
        for batch in batches:
            batch._check_side("sender")
            number = self.env["ir.sequence"].sudo().next_by_code(self._name)
            batch.sudo().name = number
        return batches

    def write(self, vals):
        """What was sent stays; only its lines are still judged."""
        if not self.env.su and vals.keys() - {"line_ids"}:
            self._check_state("draft")
            for batch in self:
                batch._check_side("sender")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self._check_state("draft")

    def action_send(self):
        """Hand the batch over; of a batch that came back, what was returned (the sender).

        :raise UserError: nothing is listed, or it is being checked
        """
        for batch in self:
            batch._check_side("sender")
            batch._lock()
            batch._check_state("draft", "returned")
            sudo = batch.sudo()
            sudo._check_listed()
            sudo.line_ids.filtered(lambda line: line.state == "returned")._wait_again()
            sudo.write({"state": "sent", "sent_at": fields.Datetime.now()})
            sudo.sent_by_id = self.env.uid

    def action_accept_rest(self):
        """Accept all lines that were not judged yet (who checks)."""
        for batch in self:
            waiting = batch.line_ids.filtered(lambda line: line.state == "waiting")
            waiting._judge("accepted", False)

    def action_print(self):
        """Print the list of the papers."""
        self.check_access("read")
        return self.env.ref("ops_branch.report_handover").report_action(self.ids)

    def _check_listed(self):
        if not self.line_ids:
            raise UserError(self.env._("%s: list the papers first.", self.display_name))

    def _follow_lines(self):
        """Bring the state in line with what was judged (sudo)."""
        states = set(self.line_ids.mapped("state"))
        if "waiting" in states:
            return
        if "returned" in states:
            self.state = "returned"
        else:
            self.write({"state": "complete", "completed_at": fields.Datetime.now()})

    def _is_side(self, side) -> bool:
        """Whether the user is of the side that sends, or of the one that checks."""
        branch_side = (side == "sender") == (self.direction == "up")
        groups = BRANCH_STAFF if branch_side else HEADQUARTERS
        return any(self.env.user.has_group(name) for name in groups)

    def _check_side(self, side):
        """:raise AccessError: for who is not of that side, or has not to do with the branch"""
        self.ensure_one()
        self.check_access("read")
        if not self.env.su and not self._is_side(side):
            raise AccessError(
                self.env._(
                    "%s: the side that sends lists the papers, the other side checks them.",
                    self.display_name,
                )
            )
