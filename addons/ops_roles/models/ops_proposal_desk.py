from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..core.approval import Rule, resolve
from .ops_proposal import WAITING


class OpsProposal(models.Model):
    """Who decides on a proposal, the verdict, and what came of it."""

    _inherit = "ops.proposal"

    @api.model
    def _refresh_all_desks(self):
        """Resolve the desks of all open proposals: somebody's role card or superior changed."""
        open_ones = [("state", "in", (*WAITING, "adopted", "partly"))]
        self.sudo().search(open_ones)._refresh_desks()

    def _refresh_desks(self):
        """Bring desks and their to-dos in line with the organisation (sudo)."""
        org = self.env["ops.approval.flow"]._org() if self else None
        for proposal in self.sudo():
            users = proposal._desk(org)
            if set(users) != set(proposal.desk_user_ids.ids):
                proposal.desk_user_ids = [Command.set(users)]
        self._sync_todos()

    def _desk(self, org) -> list:
        """Return the ids of the users who decide, by the organisation given."""
        rule = Rule(
            resolver="role",
            department=self.department_id.id,
            requester=org.employees.get(self.proposer_id.id),
            barred=frozenset(self.proposer_id.ids),
            roles=tuple(self.category_id.role_id.ids),
        )
        return [signer.user for signer in resolve(org, rule).signers("any")]

    def _sync_todos(self):
        """Let each of the desk have one to-do while an answer is owed (sudo)."""
        rows = [
            (one, user, one.due, one.with_context(lang=user.lang)._todo_words())
            for one in self.sudo()
            if one.state in WAITING
            for user in one.desk_user_ids
        ]
        self._match_todos("ops_roles.activity_proposal", rows)

    def _todo_words(self):
        if self.state == "sent":
            return self.env._("Answer a proposal")
        return self.env._("Decide on a proposal")

    def _receive(self):
        for proposal in self.sudo():
            company, days = proposal.company_id, proposal.category_id.verdict_days
            proposal.write(
                {
                    "state": "received",
                    "received_at": fields.Datetime.now(),
                    "received_by_id": self.env.uid,
                    "due": company._ops_workdays_after(company._ops_today(), days),
                }
            )
            proposal._tell_proposer(
                self.env._("%s has received your proposal. Thank you.", self.env.user.name)
            )
        self._sync_todos()

    def _decide(self, verdict, reply, executors=None, due=None):
        """Give the verdict as the desk; executors get a directive that carries it out.

        :param verdict: ``adopted``, ``partly`` or ``declined``; the last two say why in ``reply``
        :param executors: ``hr.employee``, for what is adopted
        :param due: last calendar day of their directive
        :raise UserError: without a reason, or a day for the executors
        """
        self.ensure_one()
        self._check_desk()
        self._expect(*WAITING)
        reply = (reply or "").strip()
        if verdict != "adopted" and not reply:
            raise UserError(self.env._("Tell the proposer why: write the reply first."))
        if executors and verdict == "declined":
            raise UserError(self.env._("Nothing is to be done for what is declined."))
        if executors and not due:
            raise UserError(self.env._("Enter until when the executors carry it out."))
        if self.state == "sent":
            self._receive()
        self.sudo().write(
            {
                "state": verdict,
                "verdict": verdict,
                "reply": reply,
                "verdict_at": fields.Datetime.now(),
                "verdict_by_id": self.env.uid,
            }
        )
        self._sync_todos()
        if executors:
            self._carry_out(executors, due)
        self._tell_verdict()

    def _carry_out(self, executors, due):
        text = "\n".join(filter(None, (self.idea, self.reply)))
        self.env["ops.directive"]._open_from(
            self, self.name, executors, due, text, kind=self._directive_kind
        )

    def _tell_verdict(self):
        proposal = self.with_context(lang=self.proposer_id.lang)
        label = dict(proposal._fields["verdict"]._description_selection(proposal.env))
        words = proposal.env._(
            "Verdict on your proposal: %(verdict)s. %(reply)s Thank you for it.",
            verdict=label[self.verdict],
            reply=self.reply or "",
        )
        self._tell_proposer(words)

    def _record_effect(self, effect, measure=None, before=0.0, after=0.0, reward=0.0):
        """Close it with what was gained, in figures or words, and thank the proposer.

        :param measure: what the figures ``before`` and ``after`` measure
        :param reward: hint in the currency of the company; nothing is paid by it
        """
        self.ensure_one()
        self._check_desk()
        self._expect("adopted", "partly")
        measure, effect = (measure or "").strip(), (effect or "").strip()
        if not measure and not effect:
            raise UserError(self.env._("Say what was gained: a figure with its name, or words."))
        if reward < 0:
            raise UserError(self.env._("A reward is not negative."))
        self.sudo().write(
            {
                "state": "closed",
                "measure": measure,
                "value_before": before,
                "value_after": after,
                "effect": effect,
                "reward": reward,
                "effect_at": fields.Datetime.now(),
                "effect_by_id": self.env.uid,
            }
        )
        self._tell_proposer(
            self.env._("Your proposal has been carried out and has had effect. Thank you.")
        )

    def _tell_proposer(self, text):
        """Write ``text`` into the proposer's inbox and refresh his home page."""
        self.ensure_one()
        proposal = self.sudo()
        proposal.message_notify(
            partner_ids=proposal.proposer_id.partner_id.ids,
            subject=proposal.display_name,
            body=text,
            author_id=self.env.user.partner_id.id,
        )
        self.env["ops.home"]._notify(proposal.proposer_id)
