import uuid

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

#: What may be added to an entry as long as its day is worked on; the rest stays as entered.
OPEN_FIELDS = {"name", "attachment_ids"}


class OpsCashEntry(models.Model):
    """A line of the running ledger. Numbers are without gaps per day, given under its lock."""

    _name = "ops.cash.entry"
    _description = "Cash entry"
    _inherit = ["ops.guarded.mixin", "ops.attached.mixin"]
    _order = "day_id desc, number desc"
    _check_company_auto = True
    _guarded = ("number", "reverses_id", "statement_line_id")

    day_id = fields.Many2one("ops.cash.day", required=True, index=True, ondelete="restrict")
    number = fields.Integer("No.", copy=False)
    branch_id = fields.Many2one(related="day_id.branch_id", store=True, index=True)
    department_id = fields.Many2one(related="day_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="day_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("Booked on", related="day_id.date", store=True)
    day_state = fields.Selection(related="day_id.state")
    category_id = fields.Many2one(
        "ops.cash.category", "Kind", required=True, index=True, ondelete="restrict"
    )
    direction = fields.Selection(related="category_id.direction", store=True, precompute=True)
    is_collection = fields.Boolean(related="category_id.is_collection")
    amount = fields.Monetary(required=True, help="Below zero only for an opposite entry.")
    signed = fields.Monetary(
        "Change", compute="_compute_signed", store=True, precompute=True, help="In plus, out minus."
    )
    balance = fields.Monetary(compute="_compute_balance")
    name = fields.Char("What for", required=True)
    partner_id = fields.Many2one("res.partner", "Customer or payee", index="btree_not_null")
    attachment_ids = fields.Many2many("ir.attachment", string="Receipts")
    has_receipt = fields.Boolean("Receipt", compute="_compute_has_receipt")
    reverses_id = fields.Many2one(
        "ops.cash.entry", "Puts right", index="btree_not_null", ondelete="restrict", copy=False
    )
    reversed_by_ids = fields.One2many("ops.cash.entry", "reverses_id", "Put right by")
    statement_line_id = fields.Many2one(
        "account.bank.statement.line",
        "Posted line",
        groups="ops_roles.group_fin",
        copy=False,
        ondelete="restrict",
    )
    # One per form that was opened: the same form saved twice makes one entry.
    token = fields.Char(default=lambda self: uuid.uuid4().hex, copy=False)

    _number_unique = models.UniqueIndex("(day_id, number)", "This number is taken.")
    _token_unique = models.UniqueIndex(
        "(token)", "This entry has been recorded already. Close the window and look at the list."
    )
    _posted_once = models.UniqueIndex(
        "(statement_line_id) WHERE statement_line_id IS NOT NULL", "This line is posted already."
    )
    _reversed_once = models.UniqueIndex(
        "(reverses_id) WHERE reverses_id IS NOT NULL", "This entry has been put right already."
    )
    _amount_is_something = models.Constraint(
        "CHECK (amount > 0 OR (amount < 0 AND reverses_id IS NOT NULL))",
        "Enter an amount above zero.",
    )

    @api.depends("amount", "direction")
    def _compute_signed(self):
        for entry in self:
            entry.signed = entry.amount if entry.direction == "in" else -entry.amount

    @api.depends("signed", "day_id.opening")
    def _compute_balance(self):
        """The balance after each entry, by one window over the days that are shown."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT entry.id, day.opening + sum(entry.signed) OVER (
                           PARTITION BY entry.day_id ORDER BY entry.number)
                  FROM ops_cash_entry entry JOIN ops_cash_day day ON day.id = entry.day_id
                 WHERE entry.day_id = ANY(%s)
                """,
                self.day_id.ids,
            )
        )
        found = dict(self.env.cr.fetchall())
        for entry in self:
            entry.balance = found.get(entry._origin.id, 0)

    @api.depends("attachment_ids")
    def _compute_has_receipt(self):
        for entry in self:
            entry.has_receipt = bool(entry.attachment_ids)

    @api.depends("name", "number")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{entry.number or ''} {entry.name or ''}".strip()

    @api.constrains("category_id", "partner_id")
    def _check_partner(self):
        for entry in self:
            if entry.is_collection and not entry.partner_id:
                raise UserError(
                    self.env._("%s: choose the customer whose money this is.", entry.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Add entries to days that are worked on, one transaction after the other.

        :raise UserError: the day is closed, or the till does not hold as much
        """
        self.check_access("create")
        self._check_guarded(*vals_list)
        entries = self._append(vals_list)
        entries.check_access("create")
        return entries

    @api.model
    def _append(self, vals_list):
        days = self.env["ops.cash.day"].browse({vals["day_id"] for vals in vals_list})
        days._check_cashier()
        days._lock()
        days._check_working()
        numbered = [
            {**vals, "number": days.browse(vals["day_id"]).sudo()._take_number()}
            for vals in vals_list
        ]
        before = {day: day.sudo().book for day in days}
        entries = super(OpsCashEntry, self.sudo()).create(numbered).with_env(self.env)
        for day in days:
            added = entries.sudo().filtered(lambda one, day=day: one.day_id == day)
            day.sudo()._check_covered(before[day], added.sorted("number").mapped("signed"))
        entries._adopt_attachments()
        for day, rows in entries.sudo().grouped("day_id").items():
            rows.partner_id._ops_known_by(day.department_id)
        return entries

    def write(self, vals):
        """Words and receipts may be added while the day is worked on; the rest stays."""
        if not self.env.su:
            if vals.keys() - OPEN_FIELDS:
                raise AccessError(
                    self.env._("An entry stays as it is. Put it right by an opposite entry.")
                )
            self.day_id._check_cashier()
            self.day_id._lock()
            self.day_id._check_working()
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An entry stays. Put it right by an opposite entry."))

    def action_put_right(self):
        """Make the opposite entry in the day of the branch that is worked on now, and show it."""
        self.ensure_one()
        self.check_access("read")
        if self.reverses_id:
            raise UserError(self.env._("An opposite entry is not put right. Enter it anew."))
        day = self.env["ops.cash.day"].search(
            [("branch_id", "=", self.branch_id.id), ("state", "in", ("open", "returned"))], limit=1
        )
        if not day:
            raise UserError(
                self.env._("Open the next day of the till first: the opposite entry goes there.")
            )
        self._append([self._opposite(day)])
        return day._page()

    def _opposite(self, day) -> dict:
        return {
            "day_id": day.id,
            "category_id": self.category_id.id,
            "amount": -self.amount,
            "partner_id": self.partner_id.id,
            "name": self.env._(
                "Opposite of no. %(number)s of %(date)s: %(name)s",
                number=self.number,
                date=self.date,
                name=self.name,
            ),
            "reverses_id": self.id,
        }
