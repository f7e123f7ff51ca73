"""What is asked of an operator for many cards: from the question to the last answer."""

import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_datetime

from ..core.sim_batch import parts
from .ops_sim_batch_kind import APPROVED_KINDS, KINDS

#: Parameters: cards of a batch, minutes between two batches of a card, hours to an answer.
CARDS, MINUTES, HOURS = (
    f"ops_telematics.batch_{name}" for name in ("cards", "minutes", "answer_hours")
)
OPEN = ("asked", "ready")


class OpsSimBatch(models.Model):
    """Cards of one operator account for which the same is asked at once.

    Asked, approved where it costs money or cannot be undone, sent as a file in the operator's
    layout, answered card by card (``operator_answer``), settled with the last answer. What an
    operator accepted changes the history of the card by itself; a replacement also goes on in the
    vehicle. A top-up without cards is one of the prepaid balance of the account.
    """

    _name = "ops.sim.batch"
    _description = "Batch of SIM cards"
    _inherit = ["ops.approval.mixin", "ops.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _guarded = (
        *("name", "state", "sent_at", "sent_by_id", "answer_due_at"),
        *("file", "filename"),
    )

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    kind = fields.Selection(KINDS, "What is asked", required=True, tracking=True)
    account_id = fields.Many2one(
        "ops.operator.account",
        "Operator account",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    department_id = fields.Many2one(
        compute="_compute_department_id", store=True, precompute=True, default=None, readonly=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    reason = fields.Char(required=True, help="Why it is asked; some operators want to know.")
    plan_id = fields.Many2one(
        "ops.sim.plan",
        "Plan",
        ondelete="restrict",
        domain="[('account_id', '=', account_id)]",
        help="For cards that are opened; empty: the plan they have.",
    )
    amount = fields.Monetary(
        "Amount for the account", help="A top-up of the prepaid balance of the account itself."
    )
    amount_total = fields.Monetary("Amount", compute="_compute_amount_total", store=True)
    line_ids = fields.One2many("ops.sim.batch.line", "batch_id", "Cards", copy=True)
    line_count = fields.Integer("Number of cards", compute="_compute_counts")
    open_count = fields.Integer("Without an answer", compute="_compute_counts")
    refused_count = fields.Integer("Refused", compute="_compute_counts")
    note_count = fields.Integer("To follow up", compute="_compute_counts")
    state = fields.Selection(
        [
            ("asked", "Asked"),
            ("ready", "To send"),
            ("sent", "Sent"),
            ("partial", "Answered in part"),
            ("settled", "Settled"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="asked",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    needs_approval = fields.Boolean("To be approved", compute="_compute_needs_approval")
    sent_at = fields.Datetime(readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True, copy=False)
    answer_due_at = fields.Datetime("Answer expected by", readonly=True, copy=False)
    is_late = fields.Boolean("Answer is late", compute="_compute_is_late", search="_search_is_late")
    file = fields.Binary("File for the operator", readonly=True, copy=False)
    filename = fields.Char(readonly=True, copy=False)

    _waiting = models.Index("(answer_due_at) WHERE state IN ('sent', 'partial')")
    _amount_form = models.Constraint("CHECK (amount >= 0)", "An amount is not below zero.")

    @api.depends("account_id.department_id")
    def _compute_department_id(self):
        for batch in self:
            batch.department_id = batch.account_id.department_id

    @api.depends("kind", "amount", "line_ids.amount")
    def _compute_amount_total(self):
        for batch in self:
            cards = sum(batch.line_ids.mapped("amount"))
            batch.amount_total = (cards or batch.amount) if batch.kind == "topup" else 0

    @api.depends("line_ids.state", "line_ids.note")
    def _compute_counts(self):
        for batch in self:
            states = batch.line_ids.mapped("state")
            batch.line_count = len(states)
            batch.open_count = states.count("sent")
            batch.refused_count = states.count("refused")
            batch.note_count = len(batch.line_ids.filtered("note"))

    @api.depends("kind")
    def _compute_needs_approval(self):
        for batch in self:
            batch.needs_approval = batch.kind in APPROVED_KINDS

    @api.depends("state", "answer_due_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for batch in self:
            waiting = batch.state in ("sent", "partial")
            batch.is_late = waiting and batch.answer_due_at < now

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        late = [("state", "in", ("sent", "partial")), ("answer_due_at", "<", now)]
        return late if True in value else ["!", "&", *late]

    @api.constrains("line_ids")
    def _check_size(self):
        most = self._parameter(CARDS)
        for batch in self:
            if len(batch.line_ids) > most:
                raise ValidationError(
                    self.env._(
                        "The operator takes at most %(most)s cards at once, these are %(number)s."
                        " Mark the cards in the list of cards and choose “Ask the operator”: they"
                        " are shared out among several batches.",
                        most=most,
                        number=len(batch.line_ids),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        batches = super().create(vals_list)
        for batch in batches.sudo():
            sequence = self.env["ir.sequence"].sudo().with_company(batch.company_id)
            batch.name = sequence.next_by_code(self._name)
        return batches

    def write(self, vals):
        fixed = vals.keys() & {"kind", "account_id", "plan_id", "line_ids", "amount"}
        if fixed and not self.env.su and any(one.state not in OPEN for one in self):
            raise UserError(self.env._("What was sent to the operator stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_asked(self):
        if any(batch.state not in OPEN for batch in self):
            raise UserError(self.env._("What was sent to the operator is kept."))

    @api.model
    def _parameter(self, key) -> int:
        return int(self.env["ir.config_parameter"].sudo().get_param(key))

    # ---------------------------------------------------------------- approval

    def _approval_fields(self):
        lines = (f"line_ids.{name}" for name in ("sim_id", "new_sim_id", "amount"))
        return ("account_id", "kind", "reason", "plan_id", "amount", "amount_total", *lines)

    def _approval_amount(self):
        return self.amount_total

    def _on_approved(self):
        self.state = "ready"

    @api.depends("state", "kind")
    @api.depends_context("uid")
    def _compute_can(self):
        """Only what costs money or cannot be undone is handed in."""
        super()._compute_can()
        for batch in self:
            batch.can_submit = batch.can_submit and batch.needs_approval and batch.state == "asked"

    def action_submit(self):
        """Hand in a top-up or cancellation; other batches are sent without approval."""
        for batch in self:
            if not batch.needs_approval or batch.state != "asked":
                raise UserError(self.env._("%s needs no approval: send it.", batch.display_name))
            batch._check_content()
        return super().action_submit()

    # ---------------------------------------------------------------- sending

    def action_send(self):
        """Write the file in the operator's layout, note that it was sent, and download it."""
        self.ensure_one()
        self._check_keeper()
        self._approval_lock()
        if self.state not in OPEN or (self.needs_approval and self.state != "ready"):
            raise UserError(self._why_not_sent())
        self._check_content()
        if not self.line_ids:
            raise UserError(
                self.env._("A top-up of the account itself has no file: finance pays it.")
            )
        self.line_ids._check_pause()
        self.sudo()._send()
        return self.action_download()

    def _why_not_sent(self) -> str:
        if self.state in OPEN:
            return self.env._(
                "%s is not approved yet: the deputy centre manager does it.", self.display_name
            )
        return self.env._("%s was sent already. Load the page again.", self.display_name)

    def _send(self):
        """Write the file and mark the cards (superuser mode, locked)."""
        layout = self.env["ops.operator.layout"]._for(self.account_id, self.kind)
        now = fields.Datetime.now()
        self.write(
            {
                "state": "sent",
                "sent_at": now,
                "sent_by_id": self.env.uid,
                "answer_due_at": fields.Datetime.add(now, hours=self._parameter(HOURS)),
                "file": base64.b64encode(self._file_content(layout)),
                "filename": f"{self.name}.{layout.file_kind}",
            }
        )
        self.line_ids.write({"state": "sent", "sent_at": now})

    def _file_content(self, layout) -> bytes:
        rows = [line._file_row(place) for place, line in enumerate(self.line_ids, 1)]
        try:
            return layout._write_file(rows)
        except KeyError as error:
            value, place = error.args
            field = self.env["ops.operator.layout.column"]._fields["value"]
            names = dict(field._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(card)s lacks what the operator's file needs: %(value)s. Enter it in the"
                    " card.",
                    card=self.line_ids[place].sim_id.iccid,
                    value=names[value],
                )
            ) from error

    def action_download(self):
        """Download the file that was sent."""
        self.ensure_one()
        self.check_access("read")
        url = f"/web/content/{self._name}/{self.id}/file/{self.filename}?download=1"
        # Without a target: the form is loaded again, with what the batch is now.
        return {"type": "ir.actions.act_url", "url": url}

    def _check_keeper(self):
        if not self.env.su and not self.env.user.has_group("ops_roles.group_da"):
            raise AccessError(self.env._("Batches are sent by the data administrator."))
        self.check_access("write")

    def _check_content(self):
        """:raise UserError: when nothing is asked, or a card cannot be asked for"""
        self.ensure_one()
        if not self.line_ids and not (self.kind == "topup" and self.amount > 0):
            raise UserError(self.env._("%s: choose the cards first.", self.display_name))
        self.line_ids._check_fitting()

    # ---------------------------------------------------------------- answers

    def action_take_answer(self):
        """Open the dialog that takes in the operator's answer."""
        self.ensure_one()
        self._check_keeper()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer of the operator"),
            "res_model": "ops.sim.batch.answer",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_batch_id": self.id},
        }

    def action_close(self):
        """Settle it although some cards got no answer; a late answer is taken all the same."""
        for batch in self:
            batch._check_keeper()
            batch._approval_lock()
            if batch.state not in ("sent", "partial"):
                raise UserError(self.env._("%s waits for no answer.", batch.display_name))
            lines = batch.sudo().line_ids.filtered(lambda line: line.state == "sent")
            lines.state = "unanswered"
            batch.sudo().state = "settled"

    def action_drop(self):
        """Drop what was not sent."""
        for batch in self:
            batch._check_keeper()
            batch._approval_lock()
            if batch.state not in OPEN or batch.approval_state == "pending":
                raise UserError(
                    self.env._(
                        "%s was sent or is in approval: it can no longer be dropped.",
                        batch.display_name,
                    )
                )
            batch.sudo().line_ids.state = "dropped"
            batch.sudo().state = "dropped"

    def _follow_answers(self):
        """Let the batches say how far they are answered (sudo)."""
        for batch in self:
            states = set(batch.line_ids.mapped("state"))
            batch.state = "partial" if "sent" in states else "settled"

    # ---------------------------------------------------------------- asking

    @api.model
    def _propose(self, kind, sims, reason, **vals):
        """Ask something for cards, in batches of one account each that an operator takes.

        :param sims: ``ops.sim``, of any account
        :param vals: further values of the batches; ``replaced_by``: ``{card: new card}``,
            ``card_amount``: yuan for each card
        :return: the batches, not sent yet
        """
        new, amount = vals.pop("replaced_by", {}), vals.pop("card_amount", 0)
        rows, most = [], self._parameter(CARDS)
        for account, cards in sims.grouped("account_id").items():
            for part in parts(list(cards), most):
                lines = [
                    (0, 0, {"sim_id": one.id, "new_sim_id": new[one].id if new else False})
                    for one in part
                ]
                for line in lines if amount else ():
                    line[2]["amount"] = amount
                shared = {"kind": kind, "account_id": account.id, "reason": reason}
                rows.append({**shared, **vals, "line_ids": lines})
        return self.create(rows)

    def _pause_text(self, moment) -> str:
        zone = self.env.user.tz or self.env.company._ops_tz()
        return format_datetime(self.env, moment, tz=zone, dt_format="HH:mm")
