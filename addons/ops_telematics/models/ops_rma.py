from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

#: Days the maker has for his answer, unless the parameter says otherwise.
DAYS = "ops_telematics.rma_days"
#: Who sends terminals to their makers.
SENDERS = ("ops_roles.group_bm", "ops_roles.group_da")


class OpsRma(models.Model):
    """Terminals sent to their maker within his warranty, and what he answers to each serial.

    They leave by a native transfer and come back by one; what he sends in place of a serial goes
    on with its history and its warranty, what he credits is a vendor credit note finance posts.
    """

    _name = "ops.rma"
    _description = "Return to the maker"
    _inherit = [
        *("ops.guarded.mixin", "ops.at.branch.mixin", "ops.step.mixin"),
        *("mail.thread", "mail.activity.mixin"),
    ]
    _order = "id desc"
    _guarded = ("name", "state", "sent_on", "due_on", "sent_by_id", "picking_id")

    name = fields.Char("Number", readonly=True, copy=False, default="/")
    partner_id = fields.Many2one(
        "res.partner", "Maker", required=True, index=True, ondelete="restrict", tracking=True
    )
    state = fields.Selection(
        [
            ("draft", "To send"),
            ("sent", "With the maker"),
            ("answered", "Answered"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many("ops.rma.line", "rma_id", "Terminals")
    line_count = fields.Integer("Number of terminals", compute="_compute_counts")
    waiting_count = fields.Integer("Not answered", compute="_compute_counts")
    waybill = fields.Char("Waybill", help="Number of the carrier.", tracking=True)
    maker_reference = fields.Char("Number of the maker", tracking=True)
    sent_on = fields.Date("Sent on", readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True, copy=False)
    due_on = fields.Date("Answer due on", readonly=True, copy=False)
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    picking_id = fields.Many2one(
        "stock.picking", "Sent by transfer", readonly=True, copy=False, index="btree_not_null"
    )
    credit_ids = fields.One2many("account.move", "ops_rma_id", "Credit notes", readonly=True)
    note = fields.Text("What to know")

    _of_state = models.Index("(state, due_on)")

    @api.depends("line_ids.answer")
    def _compute_counts(self):
        for rma in self:
            rma.line_count = len(rma.line_ids)
            rma.waiting_count = len(rma.line_ids.filtered(lambda one: one.answer == "waiting"))

    @api.depends("state", "due_on")
    def _compute_is_late(self):
        today = self.env.company._ops_today()
        for rma in self:
            rma.is_late = rma.state == "sent" and bool(rma.due_on) and rma.due_on < today

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ops_today()
        late = Domain("state", "=", "sent") & Domain("due_on", "<", today)
        return (
            late if True in value else Domain("state", "!=", "sent") | Domain("due_on", ">=", today)
        )

    @api.depends("name", "partner_id.name")
    def _compute_display_name(self):
        for rma in self:
            rma.display_name = f"{rma.name} {rma.partner_id.name or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        rmas, sequence = super().create(vals_list), self.env["ir.sequence"].sudo()
        for rma in rmas.sudo():
            rma.name = sequence.with_company(rma.company_id).next_by_code("ops.rma")
        return rmas

    def write(self, vals):
        """Branch and maker stay once it was sent."""
        if vals.keys() & {"branch_id", "partner_id"} and not self.env.su:
            self._check_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A return to the maker is cancelled, never deleted."))

    # ---------------------------------------------------------------- buttons

    def action_send(self):
        """Send the terminals: they leave the stock of the branch by a transfer."""
        for rma in self:
            rma._check_sender()
            rma.sudo()._lock()
            rma._check_state("draft")
            rma.sudo()._send()
        return True

    def action_cancel(self):
        """Give up a return that was not sent."""
        for rma in self:
            rma._check_sender()
            rma.sudo()._lock()
            rma._check_state("draft")
            rma.sudo().state = "cancelled"
        return True

    def action_open_pickings(self):
        """Show the transfers there and back (who has stock rights)."""
        self.ensure_one()
        self.check_access("read")
        pickings = self.sudo().picking_id | self.sudo().line_ids.return_picking_id
        pickings = pickings.with_env(self.env)
        pickings.check_access("read")
        return pickings._get_records_action(name=self.env._("Transfers"))

    # ---------------------------------------------------------------- steps

    def _send(self):
        """Move the terminals to the maker (superuser mode, locked)."""
        if not self.line_ids:
            raise UserError(self.env._("%s: enter the terminals first.", self.name))
        for line in self.line_ids:
            line._check_sendable()
        lots = self.line_ids.terminal_id.lot_id
        shelf = self.branch_id.warehouse_id.lot_stock_id
        maker = self.partner_id.property_stock_supplier
        picking = self._transfer(lots, shelf, maker)
        today = self.company_id._ops_today()
        days = int(self.env["ir.config_parameter"].get_param(DAYS) or 30)
        self.write(
            {
                "state": "sent",
                "sent_on": today,
                "sent_by_id": self.env.uid,
                "due_on": today + relativedelta(days=days),
                "picking_id": picking.id,
            }
        )

    def _transfer(self, lots, source, target):
        """Make and do the transfer of serials between the branch and the maker (sudo).

        :raise UserError: naming a serial that is not there
        """
        out = source.usage == "internal"
        places = {one.lot_id: one.location_id for one in self._quants(lots, source)}
        missing = lots.filtered(lambda one: one not in places) if out else lots.browse()
        if missing:
            raise UserError(
                self.env._(
                    "%(serial)s is not in stock at %(branch)s. Have it taken out or transferred to"
                    " the branch first.",
                    serial=missing[0].name,
                    branch=self.branch_id.name,
                )
            )
        house, shared = self.branch_id.warehouse_id, {"company_id": self.company_id.id}
        shared |= {"location_id": source.id, "location_dest_id": target.id}
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": (house.out_type_id if out else house.in_type_id).id,
                "partner_id": self.partner_id.id,
                "origin": self.name,
                "location_id": source.id,
                "location_dest_id": target.id,
                "move_ids": [
                    Command.create(self._move_vals(shared, product, rows, places))
                    for product, rows in lots.grouped("product_id").items()
                ],
            }
        )
        picking.move_ids.move_line_ids.picking_id = picking
        picking.action_confirm()
        picking.move_ids.picked = True
        picking._action_done()
        return picking

    def _quants(self, lots, source):
        return lots._ops_quants([("location_id", "child_of", source.ids)])

    def _move_vals(self, shared, product, lots, places) -> dict:
        return {
            **shared,
            "product_id": product.id,
            "product_uom_qty": len(lots),
            "move_line_ids": [
                Command.create(
                    {
                        "product_id": product.id,
                        "lot_id": lot.id,
                        "quantity": 1,
                        "location_id": (places.get(lot) or lot.env["stock.location"]).id
                        or shared["location_id"],
                        "location_dest_id": shared["location_dest_id"],
                    }
                )
                for lot in lots
            ],
        }

    def _credit_line(self, line, amount):
        """Put what is credited for a terminal on the open credit note, or on a new one (sudo)."""
        analytic = self.branch_id.analytic_account_id
        vals = {
            "name": self.env._(
                "Credited by the maker: %(serial)s (%(rma)s)",
                serial=line.terminal_id.serial,
                rma=self.name,
            ),
            "product_id": line.product_id.id,
            "quantity": 1,
            "price_unit": amount,
            "tax_ids": [Command.clear()],
            "analytic_distribution": {str(analytic.id): 100} if analytic else {},
        }
        draft = self.credit_ids.filtered(lambda move: move.state == "draft")[:1]
        if draft:
            draft.invoice_line_ids = [Command.create(vals)]
            return draft
        return self.env["account.move"].create(
            {
                "move_type": "in_refund",
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "invoice_date": self.company_id._ops_today(),
                "ref": self.maker_reference or self.name,
                "ops_rma_id": self.id,
                "invoice_line_ids": [Command.create(vals)],
            }
        )

    def _close_answered(self):
        """It is over once every serial has its answer (superuser mode)."""
        if not self.waiting_count:
            self.state = "answered"

    def _check_sender(self):
        """:raise AccessError: for who sends nothing to makers"""
        user = self.env.user
        if not (self.env.su or any(map(user.has_group, SENDERS))):
            raise AccessError(
                self.env._(
                    "Terminals are sent to their makers by the branch manager or the data"
                    " administrator."
                )
            )
        self.check_access("write")
