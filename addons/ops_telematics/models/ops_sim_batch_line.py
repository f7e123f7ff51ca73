from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..core.sim_batch import ACCEPTED, FITTING, OUTCOME, SPARE
from .ops_sim_batch import MINUTES, OPEN

#: Cards that are named when something is wrong with many.
NAMED = 5


class OpsSimBatchLine(models.Model):
    """A card of a batch: what is asked for it, what the operator answered, what came of it."""

    _name = "ops.sim.batch.line"
    _description = "Card of a batch"
    _inherit = ["ops.approval.part.mixin", "ops.guarded.mixin"]
    _order = "batch_id desc, id"
    _rec_name = "sim_id"
    _approval_parent = "batch_id"
    _guarded = (
        *("state", "sent_at", "answered_at", "effective_on", "answer", "is_late", "note"),
        "department_id",
    )

    batch_id = fields.Many2one(
        "ops.sim.batch", "Batch", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(related="batch_id.kind", store=True)
    account_id = fields.Many2one(related="batch_id.account_id")
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="batch_id.currency_id")
    sim_id = fields.Many2one("ops.sim", "SIM card", required=True, index=True, ondelete="restrict")
    card_state = fields.Selection(related="sim_id.state", string="State of the card")
    vehicle_id = fields.Many2one(related="sim_id.vehicle_id")
    department_id = fields.Many2one(
        "hr.department",
        "Branch",
        compute="_compute_department_id",
        store=True,
        precompute=True,
        index=True,
        help="Of the card when it was asked.",
    )
    new_sim_id = fields.Many2one("ops.sim", "New card", index="btree_not_null", ondelete="restrict")
    amount = fields.Monetary()
    state = fields.Selection(
        [
            ("asked", "Asked"),
            ("sent", "Sent"),
            ("accepted", "Done"),
            ("refused", "Refused"),
            ("unanswered", "No answer"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="asked",
        readonly=True,
        copy=False,
        index=True,
    )
    sent_at = fields.Datetime(readonly=True, copy=False)
    answered_at = fields.Datetime(readonly=True, copy=False)
    effective_on = fields.Date("Holds from", readonly=True, copy=False)
    answer = fields.Char("What the operator says", readonly=True, copy=False)
    is_late = fields.Boolean("Answered late", readonly=True, copy=False)
    note = fields.Char("To follow up", readonly=True, copy=False)

    _once = models.UniqueIndex("(batch_id, sim_id)", "A card stands once in a batch.")
    _one_open = models.UniqueIndex(
        "(sim_id) WHERE state = 'sent'", "This card waits for an answer in another batch."
    )
    _paused = models.Index("(sim_id, sent_at) WHERE sent_at IS NOT NULL")
    _amount_form = models.Constraint("CHECK (amount >= 0)", "An amount is not below zero.")

    @api.depends("sim_id")
    def _compute_department_id(self):
        for line in self:
            line.department_id = line.sim_id.department_id

    @api.constrains("sim_id", "new_sim_id", "batch_id", "amount")
    def _check_line(self):
        for line in self:
            cards = line.sim_id | line.new_sim_id
            if cards.account_id != line.batch_id.account_id:
                raise ValidationError(
                    self.env._(
                        "%(card)s is a card of %(account)s: ask for it in a batch of its own.",
                        card=cards.filtered(
                            lambda one, line=line: one.account_id != line.batch_id.account_id
                        )[:1].iccid,
                        account=(cards.account_id - line.batch_id.account_id)[:1].name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_open()
        return lines

    def write(self, vals):
        if vals.keys() & {"sim_id", "new_sim_id", "amount", "batch_id"}:
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        self._check_open()

    def _check_open(self):
        if not self.env.su and any(batch.state not in OPEN for batch in self.batch_id):
            raise UserError(self.env._("What was sent to the operator stays as it is."))

    def action_done(self):
        """What was left to do by hand is done; it stays in the log of the batch."""
        for line in self:
            line.batch_id._check_keeper()
            done = self.env._(
                "%(card)s: done by hand (%(note)s)", card=line.sim_id.iccid, note=line.note
            )
            line.batch_id.message_post(body=done)
        self.sudo().note = False

    # ---------------------------------------------------------------- sending

    def _check_fitting(self):
        """:raise UserError: naming the cards for which this cannot be asked"""
        wrong = self.filtered(lambda line: line.sim_id.state not in FITTING[line.kind])
        if wrong:
            raise UserError(self._unfit_text(wrong))
        if any(line.kind == "topup" and line.amount <= 0 for line in self):
            raise UserError(self.env._("Say for each card how much it is topped up."))
        for line in self.filtered(lambda line: line.kind == "replace"):
            line._check_new()

    def _unfit_text(self, wrong) -> str:
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        states = dict(self.sim_id._fields["state"]._description_selection(self.env))
        cards = (f"{line.sim_id.iccid} ({states[line.sim_id.state]})" for line in wrong[:NAMED])
        return self.env._(
            "“%(kind)s” cannot be asked for %(number)s of these cards as they are: %(cards)s."
            " Take them out of the batch.",
            kind=kinds[wrong[0].kind],
            number=len(wrong),
            cards=", ".join(cards),
        )

    def _check_new(self):
        self.ensure_one()
        new = self.new_sim_id
        if not new:
            raise UserError(self.env._("Say which card takes the place of %s.", self.sim_id.iccid))
        if new == self.sim_id or new.state not in SPARE or new.sudo().current_id:
            raise UserError(
                self.env._(
                    "%s cannot take the place of another card: it is in use, stopped or cancelled.",
                    new.iccid,
                )
            )

    def _check_pause(self):
        """:raise UserError: a card was sent shortly before, or waits for an answer"""
        minutes = self.batch_id[:1]._parameter(MINUTES)
        cards = self.sim_id | self.new_sim_id
        since = fields.Datetime.subtract(fields.Datetime.now(), minutes=minutes)
        before = self.sudo().search(
            [
                ("id", "not in", self.ids),
                *("|", ("sim_id", "in", cards.ids), ("new_sim_id", "in", cards.ids)),
                *("|", ("state", "=", "sent"), ("sent_at", ">", since)),
            ],
            order="sent_at desc",
            limit=1,
        )
        if before:
            raise UserError(before._pause_text(minutes))

    def _pause_text(self, minutes) -> str:
        batch = self.batch_id
        if self.state == "sent":
            return self.env._(
                "%(card)s waits for the answer to %(batch)s. Take in the answer, or close that"
                " batch first.",
                card=self.sim_id.iccid,
                batch=batch.name,
            )
        return self.env._(
            "%(card)s was sent at %(sent)s with %(batch)s: the operator takes it again from"
            " %(free)s on, %(minutes)s minutes later.",
            card=self.sim_id.iccid,
            sent=batch._pause_text(self.sent_at),
            batch=batch.name,
            free=batch._pause_text(fields.Datetime.add(self.sent_at, minutes=minutes)),
            minutes=minutes,
        )

    def _file_row(self, place) -> dict:
        """Return what can stand in the columns of the operator's file for this card."""
        sim, new, batch = self.sim_id, self.new_sim_id, self.batch_id
        return {
            "iccid": sim.iccid,
            "msisdn": sim.msisdn,
            "imsi": sim.imsi,
            "imei": sim.bound_imei,
            "new_iccid": new.iccid,
            "new_msisdn": new.msisdn,
            "plan": (batch.plan_id or sim.plan_id).code,
            "amount": f"{self.amount:.2f}",
            "number": place,
            "batch": batch.name,
            "day": batch.account_id.source_id._local_today(),
            "reason": batch.reason,
        }

    # ---------------------------------------------------------------- answers

    def _answer(self, verdict, day, text):
        """Note what the operator answered, and let it take effect (superuser mode).

        :param verdict: ``accepted`` or ``refused``
        :param day: from which it holds
        :param text: the operator's own words
        """
        now = fields.Datetime.now()
        for late, lines in self.grouped(lambda line: line.batch_id.answer_due_at < now).items():
            lines.write(
                {
                    "state": verdict,
                    "answered_at": now,
                    "effective_on": day if verdict == ACCEPTED else False,
                    "answer": text,
                    "is_late": late,
                }
            )
        if verdict == ACCEPTED:
            self._take_effect(day)

    def _take_effect(self, day):
        for batch, lines in self.grouped("batch_id").items():
            outcome = OUTCOME.get(batch.kind)
            if outcome:
                reason = "asked" if outcome == "stopped" else None
                lines.sim_id._change_state(outcome, day, reason, origin=batch.name)
            if batch.kind == "open" and batch.plan_id:
                lines.sim_id._change_plan(batch.plan_id, day)
            if batch.kind == "replace":
                lines._replace(day)

    def _replace(self, day):
        """The new cards go on where the old ones were: plan, state and vehicle."""
        origin = self.batch_id.name
        self.new_sim_id._change_state("active", day, origin=origin)
        for plan, lines in self.grouped(lambda line: line.sim_id.plan_id).items():
            if plan:
                lines.new_sim_id._change_plan(plan, day)
        for line in self:
            line._refit(day)

    def _refit(self, day):
        """Put the new card in the place of the old one; what hinders it is left to follow up."""
        fitted = self.sim_id.current_id
        if not fitted:
            return
        try:
            with self.env.cr.savepoint():
                self._check_new_free()
                fitted._swap(
                    max(day, fitted.date_from), self.batch_id.reason, sim_id=self.new_sim_id
                )
        except UserError as error:
            self.note = str(error)

    def _check_new_free(self):
        if self.new_sim_id.current_id:
            raise UserError(
                self.env._("%s is in a vehicle already. Look which one.", self.new_sim_id.iccid)
            )
