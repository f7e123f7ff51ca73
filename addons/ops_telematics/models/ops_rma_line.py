from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..core import identity


class OpsRmaLine(models.Model):
    """A terminal sent to its maker, and what he answered."""

    _name = "ops.rma.line"
    _description = "Terminal sent to its maker"
    _inherit = ["ops.guarded.mixin", "ops.open.part.mixin"]
    _order = "rma_id, id"
    _rec_name = "terminal_id"
    _guarded = (
        *("answer", "answered_on", "answered_by_id", "answer_note"),
        *("new_terminal_id", "return_picking_id", "credit_id", "credit_amount"),
    )

    rma_id = fields.Many2one("ops.rma", required=True, index=True, ondelete="cascade")
    department_id = fields.Many2one(
        related="rma_id.department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="rma_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="rma_id.partner_id", store=True, index=True)
    sent_on = fields.Date(related="rma_id.sent_on", store=True)
    due_on = fields.Date(related="rma_id.due_on", store=True)
    rma_state = fields.Selection(related="rma_id.state", string="State of the return")
    terminal_id = fields.Many2one(
        "ops.terminal",
        "Terminal",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('department_id', '=', department_id), ('current_id', '=', False)]",
    )
    product_id = fields.Many2one(related="terminal_id.product_id", string="Model")
    fault = fields.Char("What is wrong", required=True)
    warranty_until = fields.Date(
        "Warranty until", compute="_compute_warranty_until", store=True, precompute=True
    )
    reason = fields.Char(
        "Why it is sent all the same", help="Needed when the warranty is over or unknown."
    )
    answer = fields.Selection(
        [
            ("waiting", "No answer yet"),
            ("repaired", "Repaired"),
            ("replaced", "Replaced"),
            ("credited", "Credited"),
            ("refused", "Refused"),
        ],
        required=True,
        default="waiting",
        readonly=True,
        copy=False,
    )
    answered_on = fields.Date("Answered on", readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", "Noted by", readonly=True, copy=False)
    answer_note = fields.Char("What the maker says", readonly=True, copy=False)
    new_terminal_id = fields.Many2one(
        "ops.terminal", "In its place", readonly=True, copy=False, index="btree_not_null"
    )
    return_picking_id = fields.Many2one(
        "stock.picking", "Came back by", readonly=True, copy=False, index="btree_not_null"
    )
    credit_id = fields.Many2one(
        "account.move", "Credit note", readonly=True, copy=False, index="btree_not_null"
    )
    credit_amount = fields.Monetary("Credited", readonly=True, copy=False)

    # A terminal is with one maker at a time.
    _one_return = models.UniqueIndex(
        "(terminal_id) WHERE answer = 'waiting'", "This terminal waits on a return already."
    )
    _waiting = models.Index("(department_id, due_on) WHERE answer = 'waiting'")

    @api.depends("terminal_id", "rma_state")
    def _compute_warranty_until(self):
        for line in self:
            if line.rma_state in (False, "draft"):
                line.warranty_until = line.terminal_id.warranty_until

    @api.constrains("rma_id", "terminal_id")
    def _check_of_branch(self):
        for line in self:
            if line.terminal_id.department_id != line.rma_id.department_id:
                raise ValidationError(
                    self.env._("%s does not belong to this branch.", line.sudo().terminal_id.serial)
                )

    def _check_open(self):
        """:raise UserError: what was sent stays as it was sent"""
        self.rma_id._check_state("draft")

    def _check_sendable(self):
        """:raise UserError: for a terminal that is in a vehicle, or out of warranty unexplained"""
        terminal = self.terminal_id
        if terminal.current_id:
            raise UserError(
                self.env._(
                    "%(serial)s is in %(vehicle)s. Take it out there first.",
                    serial=terminal.serial,
                    vehicle=terminal.vehicle_id.display_name,
                )
            )
        if not terminal.is_under_warranty and not (self.reason or "").strip():
            raise UserError(
                self.env._(
                    "The warranty of %s is over or unknown. Enter the day of its purchase, or write"
                    " why it is sent all the same.",
                    terminal.serial,
                )
            )

    # ---------------------------------------------------------------- answers

    def action_answer(self):
        """Note what the maker answered."""
        self.ensure_one()
        self.rma_id._check_sender()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer of the maker: %s", self.terminal_id.serial),
            "res_model": "ops.rma.answer",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_line_id": self.id},
        }

    def action_open_chain(self):
        """Show what became of the serial and of the one in its place."""
        self.ensure_one()
        self.check_access("read")
        return self.terminal_id.action_open_chain()

    @api.private
    def answer_with(self, answer, note=None, new_serial=None, amount=0.0):
        """Note the maker's answer, and do what follows: goods back, new serial, credit note.

        :param new_serial: of the terminal in its place
        :param amount: yuan credited
        """
        self.ensure_one()
        self.rma_id._check_sender()
        line = self.sudo()
        line.rma_id._lock()
        line.rma_id._check_state("sent")
        if line.answer != "waiting":
            raise UserError(self.env._("%s is answered already.", line.terminal_id.serial))
        line.write(
            {
                "answer": answer,
                "answer_note": note,
                "answered_on": line.company_id._ops_today(),
                "answered_by_id": self.env.uid,
                **line._follow(answer, new_serial, amount),
            }
        )
        line.rma_id._close_answered()

    def _follow(self, answer, new_serial, amount) -> dict:
        """Do what follows from an answer; return what is noted of it (superuser mode)."""
        if answer == "replaced":
            news = self._make_new(new_serial)
            return {
                "new_terminal_id": news.id,
                "return_picking_id": self._bring_back(news.lot_id).id,
            }
        if answer == "credited":
            credit = self.rma_id._credit_line(self, self._positive(amount))
            self.terminal_id.active = False
            return {"credit_id": credit.id, "credit_amount": amount}
        return {"return_picking_id": self._bring_back(self.terminal_id.lot_id).id}

    def _positive(self, amount):
        if amount <= 0:
            raise UserError(self.env._("Enter how much the maker credits."))
        return amount

    def _bring_back(self, lot):
        """Receive a serial from the maker into the stock of the branch."""
        rma = self.rma_id
        maker = rma.partner_id.property_stock_supplier
        return rma._transfer(lot, maker, rma.branch_id.warehouse_id.lot_stock_id)

    def _make_new(self, serial):
        """Register the terminal the maker sent in place of this one, which he kept."""
        old, terminals = self.terminal_id, self.env["ops.terminal"]
        serial = identity.normal_serial(serial)
        if not serial:
            raise UserError(self.env._("Scan the serial of the terminal that came in its place."))
        if terminals.with_context(active_test=False).search_count(
            [("serial", "=", serial), ("product_id", "=", old.product_id.id)], limit=1
        ):
            raise UserError(self.env._("%s is registered already.", serial))
        news = terminals.create(
            {
                "serial": serial,
                "product_id": old.product_id.id,
                "protocol": old.protocol,
                "department_id": self.department_id.id,
                "purchased_on": old.purchased_on,
            }
        )
        news.replaces_id = old
        old.active = False
        return news
