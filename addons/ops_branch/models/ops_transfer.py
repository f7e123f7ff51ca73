from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..core.goods_way import age_class

#: Who sends and receives for a branch, and who does for headquarters.
BRANCH_STAFF = ("ops_branch.group_storekeeper", "ops_roles.group_bm")
HEADQUARTERS = ("ops_roles.group_sa", "ops_roles.group_dm")
DAYS_ON_WAY = 3


class OpsTransfer(models.Model):
    """Goods on the way between headquarters and branches, by way of the transit place.

    Sending books them out of the sender's stock. The receiver counts what arrived without seeing
    what was sent (a record rule keeps the lines from him until then); that is booked in. What is
    missing stays in transit until the deputy centre manager decides who bears it. Each booking is
    a native transfer that is done at once (``ops_transfer_booking``).
    """

    _name = "ops.transfer"
    _description = "Goods on the way"
    _inherit = ["ops.guarded.mixin", "ops.step.mixin", "ops.due.mixin", "mail.thread"]
    _order = "sent_at desc, id desc"
    _due_states = ("sent",)
    _check_company_auto = True
    _guarded = (
        *("name", "state", "sent_at", "sent_by_id", "received_at", "received_by_id"),
        *("bearer", "decision", "decided_by_id", "decided_at"),
    )

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    sender_id = fields.Many2one(
        "stock.warehouse",
        "From",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_sender_id(),
    )
    receiver_id = fields.Many2one(
        "stock.warehouse",
        "To",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    sender_department_id = fields.Many2one(
        "hr.department", compute="_compute_departments", store=True, precompute=True, index=True
    )
    receiver_department_id = fields.Many2one(
        "hr.department", compute="_compute_departments", store=True, precompute=True, index=True
    )
    state = fields.Selection(
        [
            ("draft", "Being packed"),
            ("sent", "On the way"),
            ("difference", "Differs"),
            ("done", "Complete"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    due_on = fields.Date(
        "Expected on",
        default=lambda self: fields.Date.add(self.env.company._ops_today(), days=DAYS_ON_WAY),
    )
    carrier = fields.Char("Carrier")
    waybill = fields.Char("Waybill", copy=False)
    note = fields.Char()
    line_ids = fields.One2many("ops.transfer.line", "transfer_id", "Goods", copy=True)
    picking_ids = fields.One2many("stock.picking", "ops_transfer_id", "Stock transfers")
    picking_count = fields.Integer("Number of stock transfers", compute="_compute_picking_count")
    sent_at = fields.Datetime("Sent at", copy=False, index=True)
    sent_by_id = fields.Many2one("res.users", "Sent by", copy=False)
    received_at = fields.Datetime("Received at", copy=False)
    received_by_id = fields.Many2one("res.users", "Received by", copy=False)
    bearer = fields.Selection(
        [("sender", "The sender"), ("carrier", "The carrier"), ("receiver", "The receiver")],
        "Who bears it",
        copy=False,
        tracking=True,
    )
    decision = fields.Text("Reason of the decision", copy=False)
    decided_by_id = fields.Many2one("res.users", "Decided by", copy=False)
    decided_at = fields.Datetime("Decided at", copy=False)
    days = fields.Integer("Days on the way", compute="_compute_days")
    age = fields.Selection(
        [("0", "0 to 3 days"), ("4", "4 to 7 days"), ("8", "8 to 15 days"), ("16", "over 15 days")],
        compute="_compute_days",
    )

    _way = models.Index("(state, due_on)")

    @api.model
    def _default_sender_id(self):
        warehouse = self.env.user._ops_branch().warehouse_id
        return warehouse.id or self._headquarters()[:1].id

    @api.model
    def _headquarters(self):
        return self.env["stock.warehouse"].search(
            [("ops_department_id", "=", False), ("company_id", "=", self.env.company.id)]
        )

    @api.depends("sender_id.ops_department_id", "receiver_id.ops_department_id")
    def _compute_departments(self):
        """Headquarters are whoever is above the branch at the other end."""
        for transfer in self.sudo():
            sender = transfer.sender_id.ops_department_id
            receiver = transfer.receiver_id.ops_department_id
            transfer.sender_department_id = sender or receiver.parent_id or receiver
            transfer.receiver_department_id = receiver or sender.parent_id or sender

    @api.depends("name", "sender_id.name", "receiver_id.name")
    def _compute_display_name(self):
        for transfer in self:
            ends = (transfer.sudo().sender_id.name, transfer.sudo().receiver_id.name)
            transfer.display_name = f"{transfer.name} {ends[0] or '?'} → {ends[1] or '?'}"

    @api.depends("picking_ids")
    def _compute_picking_count(self):
        pickings = self.env["stock.picking"].sudo()
        groups = pickings._read_group(
            [("ops_transfer_id", "in", self.ids)], ["ops_transfer_id"], ["__count"]
        )
        found = {transfer.id: number for transfer, number in groups}
        for transfer in self:
            transfer.picking_count = found.get(transfer._origin.id, 0)

    @api.depends("sent_at", "received_at")
    def _compute_days(self):
        now = fields.Datetime.now()
        for transfer in self:
            end = transfer.received_at or now
            transfer.days = (end - transfer.sent_at).days if transfer.sent_at else 0
            transfer.age = str(age_class(transfer.days)) if transfer.sent_at else False

    @api.constrains("sender_id", "receiver_id")
    def _check_ends(self):
        for transfer in self.sudo():
            transfer._check_pair(transfer.sender_id, transfer.receiver_id)

    @api.model
    def _check_pair(self, sender, receiver):
        """:raise ValidationError: one place twice, or no branch among the two"""
        ends = (sender | receiver).sudo()
        if len(ends) < 2 or not ends.ops_department_id:
            raise ValidationError(
                self.env._("Goods go between two places, at least one of them a branch.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Begin transfers, by who sends; their numbers are given here."""
        houses = self.env["stock.warehouse"]
        for vals in vals_list:
            # Before the record rules: between others than branches nobody is in charge.
            ends = {**self.default_get(["sender_id"]), **vals}
            self._check_pair(
                *(houses.browse(ends.get(f"{end}_id")) for end in ("sender", "receiver"))
            )
        transfers = super().create(vals_list)
        for transfer in transfers:
            transfer._check_end(transfer.sender_id)
            number = self.env["ir.sequence"].sudo().next_by_code(self._name)
            transfer.sudo().name = number
        return transfers

    def write(self, vals):
        """What was sent stays as it was sent."""
        if not self.env.su:
            self._check_state("draft")
            for transfer in self:
                transfer._check_end(transfer.sender_id)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self._check_state("draft", "cancelled")

    def action_send(self):
        """Book the goods out of the sender's stock (who sends).

        :raise UserError: nothing to send, or the stock does not hold it
        """
        for transfer in self:
            transfer._check_end(transfer.sender_id)
            transfer._lock()
            transfer._check_state("draft")
            sudo = transfer.sudo()
            sudo.line_ids._check_sendable()
            sudo._ship(sudo.line_ids._quantities())
            sudo.write(
                {
                    "state": "sent",
                    "sent_at": fields.Datetime.now(),
                    "sent_by_id": self.env.uid,
                }
            )
            transfer._tell_receiver()

    def action_cancel(self):
        """Give up what was not sent yet (who sends)."""
        for transfer in self:
            transfer._check_end(transfer.sender_id)
            transfer._lock()
            transfer._check_state("draft")
            transfer.sudo().state = "cancelled"

    def action_receive(self):
        """Open the dialog in which the receiver enters what arrived."""
        self.ensure_one()
        self._check_end(self.receiver_id)
        self._check_state("sent")
        return self._dialog("ops.transfer.receipt", self.env._("What arrived"))

    def action_decide(self):
        """Open the dialog that says who bears the difference (deputy centre manager)."""
        self.ensure_one()
        self._check_decider()
        self._check_state("difference")
        return self._dialog("ops.transfer.decision", self.env._("Who bears the difference"))

    def action_open_pickings(self):
        """Open the native transfers of these goods."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stock transfers"),
            "res_model": "stock.picking",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("ops_transfer_id", "=", self.id)],
        }

    def _dialog(self, model, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_transfer_id": self.id},
        }

    def _check_end(self, warehouse):
        """:raise AccessError: for who has nothing to do with the stock of ``warehouse``"""
        self.check_access("read")
        if self.env.su:
            return
        place = warehouse.sudo().ops_department_id
        groups = BRANCH_STAFF if place else HEADQUARTERS
        held = any(self.env.user.has_group(name) for name in groups)
        if not held or (place and self.env.user not in place.ops_user_ids):
            raise AccessError(
                self.env._(
                    "Goods of %s are sent and received by its own staff: storekeeper or manager"
                    " of a branch, the sales assistant for headquarters.",
                    warehouse.sudo().name,
                )
            )

    def _check_decider(self):
        """:raise AccessError: for all but the deputy centre manager above both ends"""
        if not self.env.user.has_group("ops_roles.group_dm") and not self.env.su:
            raise AccessError(
                self.env._("Who bears a difference is decided by the deputy centre manager.")
            )
        self.check_access("read")
        if self.env.user in self.sudo().sent_by_id | self.sudo().received_by_id:
            raise UserError(
                self.env._("%s: who sent or received it does not decide.", self.display_name)
            )

    def _tell_receiver(self):
        role = self.env.ref("ops_branch.role_storekeeper")
        place = self.sudo().receiver_department_id
        self.env["ops.home"]._notify(self.env["res.users"]._ops_holders(role, place))
