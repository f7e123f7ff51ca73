from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core import identity
from ..core.sim_batch import parts
from ..models.ops_sim_batch import CARDS
from ..models.ops_sim_batch_kind import APPROVED_KINDS, KINDS


class OpsSimBatchAsk(models.TransientModel):
    """Ask the operators for something for the cards marked in a list.

    They are shared out among batches of one account each that an operator takes at once.
    """

    _name = "ops.sim.batch.ask"
    _description = "Ask the operator"

    kind = fields.Selection(KINDS, "What is asked", required=True, default="stop")
    sim_ids = fields.Many2many("ops.sim", string="Cards")
    pair_ids = fields.One2many("ops.sim.batch.ask.pair", "ask_id", "Cards to replace")
    reason = fields.Char(required=True)
    account_ids = fields.Many2many("ops.operator.account", compute="_compute_note")
    plan_id = fields.Many2one("ops.sim.plan", "Plan", domain="[('account_id', 'in', account_ids)]")
    amount = fields.Float("Amount per card (¥)", digits=(16, 2))
    note = fields.Text("What comes of it", compute="_compute_note")

    @api.model
    def default_get(self, fields):
        """Start with the cards that were marked."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "ops.sim":
            ids = self.env.context.get("active_ids", [])
            values["sim_ids"] = [(6, 0, ids)]
            values["pair_ids"] = [(0, 0, {"sim_id": one}) for one in ids[:100]]
        return values

    @api.depends("sim_ids", "kind")
    def _compute_note(self):
        most = self.env["ops.sim.batch"]._parameter(CARDS)
        for ask in self:
            groups = ask.sim_ids.grouped("account_id")
            ask.account_ids = ask.sim_ids.account_id
            number = sum(len(parts(list(cards), most)) for cards in groups.values())
            ask.note = ask._note_text(len(groups), number, most) if ask.sim_ids else False

    def _note_text(self, accounts, number, most) -> str:
        texts = []
        if number > 1:
            texts.append(
                self.env._(
                    "%(cards)s cards of %(accounts)s operator accounts become %(number)s batches:"
                    " a batch is of one account and has at most %(most)s cards.",
                    cards=len(self.sim_ids),
                    accounts=accounts,
                    number=number,
                    most=most,
                )
            )
        if self.kind in APPROVED_KINDS:
            texts.append(self.env._("The deputy centre manager approves it before it is sent."))
        return "\n".join(texts)

    def action_ask(self):
        """Make the batches and show them."""
        self.ensure_one()
        if not self.env.user.has_group("ops_roles.group_da"):
            raise AccessError(self.env._("Batches are asked for by the data administrator."))
        if not self.sim_ids:
            raise UserError(self.env._("Mark the cards in the list of cards first."))
        self.sim_ids.check_access("read")
        batches = self.env["ops.sim.batch"]._propose(
            self.kind, self.sim_ids, self.reason, **self._vals()
        )
        for batch in batches:
            batch._check_content()
        return batches._get_records_action(name=self.env._("Batches asked for"))

    def _vals(self) -> dict:
        if self.kind == "replace":
            pairs = {pair.sim_id: pair._new_card() for pair in self.pair_ids}
            missing = self.sim_ids.filtered(lambda one: one not in pairs)
            if missing:
                raise UserError(
                    self.env._("Say which card takes the place of %s.", missing[0].iccid)
                )
            return {"replaced_by": pairs}
        if self.kind == "topup":
            return {"card_amount": self.amount}
        if self.kind == "open" and self.plan_id:
            if self.sim_ids.account_id != self.plan_id.account_id:
                raise UserError(
                    self.env._("A plan is of one operator account: mark only cards of that one.")
                )
            return {"plan_id": self.plan_id.id}
        return {}


class OpsSimBatchAskPair(models.TransientModel):
    """A card and the one that takes its place."""

    _name = "ops.sim.batch.ask.pair"
    _description = "Card and the one in its place"

    ask_id = fields.Many2one("ops.sim.batch.ask", required=True, ondelete="cascade")
    sim_id = fields.Many2one("ops.sim", "Old card", required=True)
    vehicle_id = fields.Many2one(related="sim_id.vehicle_id")
    new_iccid = fields.Char("New card", help="Scan its ICCID, or enter its number.")

    def _new_card(self):
        """Return the card of what was scanned.

        :raise UserError: nobody knows it
        """
        self.ensure_one()
        iccid, number = (
            identity.normal_iccid(self.new_iccid),
            identity.normal_msisdn(self.new_iccid),
        )
        domain = ["|", ("iccid", "=", iccid), ("msisdn", "=", number)]
        found = self.env["ops.sim"].search(domain, limit=1) if self.new_iccid else None
        if not found:
            raise UserError(
                self.env._(
                    "The card in the place of %(card)s (%(scanned)s) is not in the register. Take"
                    " in the operator's list of cards first.",
                    card=self.sim_id.iccid,
                    scanned=self.new_iccid or "–",
                )
            )
        return found
