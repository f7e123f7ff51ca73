from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.kanban_columns import in_order
from ..core.similar import similar

#: States in which a desk still has to act.
WAITING = ("sent", "received")
#: States in which everybody may learn from it.
ACCEPTED = ("adopted", "partly", "closed")
#: Of so many of the latest proposals the titles are compared, from this likeness on.
COMPARED, LIKENESS, SHOWN = 500, 0.5, 3


class OpsProposal(models.Model):
    """A proposal for improvement 合理化建议, from anyone to the desk in charge of its category.

    The desk are the people who hold the category's role card up from the proposer's department,
    resolved like a signature (stand-ins too) and anew whenever a role card changes; the proposer
    never decides on his own. What was decided, done and gained stays as written.
    """

    _name = "ops.proposal"
    _description = "Proposal for improvement"
    _inherit = [
        *("ops.guarded.mixin", "ops.scoped.mixin", "ops.directive.source.mixin"),
        *("ops.todo.mixin", "mail.thread", "mail.activity.mixin"),
    ]
    _order = "id desc"
    _mail_post_access = "read"
    _directive_kind = "proposal"
    _rec_names_search = ["number", "name"]
    _guarded = (
        *("state", "number", "proposer_id", "desk_user_ids", "sent_at", "due"),
        *("received_at", "received_by_id", "verdict", "verdict_at", "verdict_by_id", "reply"),
        *("measure", "value_before", "value_after", "effect", "reward"),
        *("effect_at", "effect_by_id"),
    )

    number = fields.Char("Serial number", readonly=True, copy=False, index="trigram")
    name = fields.Char("Proposal in one sentence", required=True, tracking=True)
    category_id = fields.Many2one(
        "ops.proposal.category", string="Category", required=True, index=True, ondelete="restrict"
    )
    text = fields.Text("How it is now", required=True)
    idea = fields.Text("What to change", required=True)
    expected = fields.Text("Gain expected")
    proposer_id = fields.Many2one(
        "res.users",
        string="Proposer",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent"),
            ("received", "Under consideration"),
            ("adopted", "Adopted"),
            ("partly", "Partly adopted"),
            ("declined", "Declined"),
            ("closed", "Effect recorded"),
        ],
        "State of the proposal",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=in_order("state"),
    )
    desk_user_ids = fields.Many2many(
        "res.users", "ops_proposal_desk_rel", string="Desk", readonly=True, copy=False
    )
    sent_at = fields.Datetime("Sent at", readonly=True, copy=False)
    due = fields.Date(
        "Answer due",
        readonly=True,
        copy=False,
        help="Last day to receive it, then to give the verdict; of the company's time zone.",
    )
    received_at = fields.Datetime("Received at", readonly=True, copy=False)
    received_by_id = fields.Many2one("res.users", "Received by", readonly=True, copy=False)
    verdict = fields.Selection(
        [("adopted", "Adopt"), ("partly", "Adopt in part"), ("declined", "Decline")],
        readonly=True,
        copy=False,
    )
    verdict_at = fields.Datetime("Verdict at", readonly=True, copy=False)
    verdict_by_id = fields.Many2one("res.users", "Verdict by", readonly=True, copy=False)
    reply = fields.Text("Reply to the proposer", readonly=True, copy=False)
    measure = fields.Char("Measured by", readonly=True, copy=False)
    value_before = fields.Float("Before", readonly=True, copy=False)
    value_after = fields.Float("Afterwards", readonly=True, copy=False)
    effect = fields.Text("Effect", readonly=True, copy=False)
    reward = fields.Monetary(
        "Suggested reward", readonly=True, copy=False, help="A hint for the next appraisal."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    effect_at = fields.Datetime("Effect recorded at", readonly=True, copy=False)
    effect_by_id = fields.Many2one("res.users", "Effect recorded by", readonly=True, copy=False)
    similar_hint = fields.Text("Proposed before", compute="_compute_similar_hint")
    is_mine = fields.Boolean(compute="_compute_may")
    is_desk = fields.Boolean(compute="_compute_may")

    _state_idx = models.Index("(state, id DESC)")
    _due_idx = models.Index("(due) WHERE state IN ('sent', 'received')")

    @api.depends("name", "category_id")
    def _compute_similar_hint(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for proposal in self:
            found = proposal._similar() if proposal.state == "draft" or proposal.is_desk else []
            proposal.similar_hint = "\n".join(
                f"{one.display_name} ({labels[one.state]})" for one in found
            )

    @api.depends("proposer_id", "desk_user_ids")
    @api.depends_context("uid")
    def _compute_may(self):
        for proposal in self:
            proposal.is_mine = proposal.proposer_id == self.env.user
            proposal.is_desk = self.env.user in proposal.sudo().desk_user_ids

    @api.depends("number", "name")
    def _compute_display_name(self):
        for proposal in self:
            proposal.display_name = " ".join(filter(None, (proposal.number, proposal.name)))

    def write(self, vals):
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_draft()

    def action_send(self):
        """Number drafts and send them to their desks; the proposer's button."""
        self._check_proposer()
        self._expect("draft")
        for proposal in self.sudo():
            today, category = proposal.company_id._ops_today(), proposal.category_id
            proposal.write(
                {
                    "number": self.env["ir.sequence"].sudo().next_by_code("ops.proposal"),
                    "state": "sent",
                    "sent_at": fields.Datetime.now(),
                    "due": proposal.company_id._ops_workdays_after(today, category.receive_days),
                }
            )
        self._refresh_desks()
        self._check_has_desk()
        return True

    def action_receive(self):
        """Acknowledge proposals: the desk considers them now and the proposer is told."""
        self._check_desk()
        self._expect("sent")
        self._receive()
        return True

    def action_verdict(self):
        """Open the dialog of the verdict; the desk's button."""
        self.ensure_one()
        self._check_desk()
        self._expect(*WAITING)
        return self._dialog("ops_roles.action_proposal_verdict")

    def action_effect(self):
        """Open the dialog of what was gained; the desk's button."""
        self.ensure_one()
        self._check_desk()
        self._expect("adopted", "partly")
        return self._dialog("ops_roles.action_proposal_effect")

    def _check_has_desk(self):
        for proposal in self.sudo().filtered(lambda one: not one.desk_user_ids):
            raise UserError(
                self.env._(
                    "Nobody decides on “%(category)s” at %(department)s yet: ask the access"
                    " administrator to assign the role card %(role)s.",
                    category=proposal.category_id.name,
                    department=proposal.department_id.name,
                    role=proposal.category_id.role_id.name,
                )
            )

    def _check_draft(self):
        """What has been sent stays as it is; only the proposer writes a draft."""
        if self.env.su:
            return
        self._check_proposer()
        if sent := self.filtered(lambda one: one.state != "draft")[:1]:
            raise UserError(
                self.env._(
                    "%s has been sent and stays as it is. Add a message below, or propose anew.",
                    sent.display_name,
                )
            )

    def _check_proposer(self):
        self.check_access("read")
        if not self.env.su and any(one.proposer_id != self.env.user for one in self):
            raise AccessError(self.env._("Only who made a proposal changes or sends it."))

    def _check_desk(self):
        """:raise AccessError: for whom the desk in charge does not name, the proposer first"""
        self.check_access("read")
        for proposal in self.sudo():
            if self.env.user not in proposal.desk_user_ids:
                raise AccessError(
                    self.env._(
                        "%(name)s is for the desk in charge to decide on: %(desk)s.",
                        name=proposal.display_name,
                        desk=", ".join(proposal.desk_user_ids.mapped("name")),
                    )
                )

    def _expect(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for proposal in self:
            if proposal.state not in states:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(state)s” by now. Load the page again.",
                        name=proposal.display_name,
                        state=labels[proposal.state],
                    )
                )

    def _dialog(self, xmlid):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "context": {"default_proposal_id": self.id}}

    def _similar(self):
        """Return earlier proposals with alike titles (sudo): their title is shown to everyone."""
        proposals = self.sudo().browse()
        if not self.name:
            return proposals
        earlier = proposals.search_fetch(
            [
                ("company_id", "=", self.company_id.id or self.env.company.id),
                ("state", "!=", "draft"),
                ("id", "!=", self._origin.id),
            ],
            ["name", "number", "state"],
            limit=COMPARED,
        )
        titles = {one.id: one.name for one in earlier}
        return proposals.browse(similar(self.name, titles, LIKENESS, SHOWN))
