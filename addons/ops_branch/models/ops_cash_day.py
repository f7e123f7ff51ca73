from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..core import cash

#: States in which the cashier may enter something.
WORKING = ("open", "returned")


class OpsCashDay(models.Model):
    """A day of the till of a branch 流水台帐: it opens with what finance accepted of the last one.

    Entries are added under a lock on their day and never changed; an error is put right by an
    opposite entry in the day that is open then. The till never goes below zero. Closing asks for
    a count; finance accepts or returns; acceptance (``ops_cash_acceptance``) posts everything into
    the hashed journal in one transaction. Amounts are in the company's currency.
    """

    _name = "ops.cash.day"
    _description = "Cash day"
    _inherit = ["ops.guarded.mixin", "ops.step.mixin", "ops.at.branch.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _guarded = (
        *("state", "opening", "counted", "difference", "reason", "closed_by_id", "closed_at"),
        *("accepted_by_id", "accepted_at", "return_reason", "last_number", "difference_line_id"),
    )

    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        "Day",
        required=True,
        default=lambda self: self.env.company._ops_today(),
    )
    state = fields.Selection(
        [
            ("open", "Being kept"),
            ("closed", "Day closed"),
            ("returned", "Returned"),
            ("accepted", "Accepted"),
        ],
        required=True,
        default="open",
        index=True,
        copy=False,
        tracking=True,
    )
    opening = fields.Monetary("Opening balance", readonly=True)
    entry_ids = fields.One2many("ops.cash.entry", "day_id", "Entries")
    income = fields.Monetary("Money in", compute="_compute_book")
    outlay = fields.Monetary("Money out", compute="_compute_book")
    book = fields.Monetary("Balance by the book", compute="_compute_book")
    counted = fields.Monetary("Counted", copy=False)
    difference = fields.Monetary("Over or short", copy=False, help="Counted less the book.")
    reason = fields.Char("Reason of the difference", copy=False)
    count_ids = fields.One2many("ops.cash.count", "day_id", "Counts")
    limit = fields.Monetary(related="branch_id.cash_limit", string="Most cash to be kept")
    is_over_limit = fields.Boolean("Over the limit", compute="_compute_book")
    closed_by_id = fields.Many2one("res.users", "Closed by", copy=False)
    closed_at = fields.Datetime("Closed at", copy=False)
    accepted_by_id = fields.Many2one("res.users", "Accepted by", copy=False)
    accepted_at = fields.Datetime("Accepted at", copy=False)
    return_reason = fields.Text("Why it was returned", copy=False)
    last_number = fields.Integer(copy=False)
    difference_line_id = fields.Many2one(
        "account.bank.statement.line",
        "Posted difference",
        groups="ops_roles.group_fin",
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    statement_count = fields.Integer("Posted lines", compute="_compute_statement_count")

    _day_unique = models.UniqueIndex(
        "(branch_id, date)", "This day of the branch is open already. Go to its page."
    )
    _one_at_a_time = models.UniqueIndex(
        "(branch_id) WHERE state <> 'accepted'",
        "The branch has a day that finance has not accepted yet. Finish that one first.",
    )

    @api.depends("date", "branch_id.name")
    def _compute_display_name(self):
        for day in self:
            day.display_name = f"{day.branch_id.name} {day.date}"

    @api.depends("opening", "entry_ids.signed")
    def _compute_book(self):
        entries = self.env["ops.cash.entry"].sudo()
        sums = entries._read_group(
            [("day_id", "in", self.ids)], ["day_id", "direction"], ["amount:sum"]
        )
        found = {(day.id, direction): total for day, direction, total in sums}
        for day in self:
            day.income = found.get((day._origin.id, "in"), 0)
            day.outlay = found.get((day._origin.id, "out"), 0)
            day.book = day.opening + day.income - day.outlay
            day.is_over_limit = bool(day.limit) and day.book > day.limit

    @api.depends("state")
    def _compute_statement_count(self):
        for day in self:
            day.statement_count = len(day.sudo()._statement_lines())

    @api.model_create_multi
    def create(self, vals_list):
        """Open days; each opens with the balance accepted of the last one, whatever is sent."""
        self.check_access("create")
        self._check_guarded(*vals_list)
        self.flush_model(["state"])  # the index over days not accepted looks at the table
        days = super(OpsCashDay, self.sudo()).create(vals_list).with_env(self.env)
        days.check_access("create")
        for day in days:
            day._check_follows()
            day.sudo().opening = day.sudo()._opening_balance()
        return days

    @api.ondelete(at_uninstall=False)
    def _unlink_empty(self):
        if any(day.state == "accepted" or day.sudo().entry_ids for day in self):
            raise UserError(self.env._("A day with entries stays: correct it by opposite entries."))

    def action_open_today(self):
        """Open today's page of the till of the user's branch; make it if there is none yet.

        A button above a list calls it with the records selected: they do not matter.
        """
        branch = self.env.user._ops_branch()
        if not branch:
            raise UserError(self.env._("Your role card belongs to no branch with a till."))
        today = self.env.company._ops_today()
        working = Domain("state", "in", WORKING) | Domain("date", "=", today)
        day = self.search(Domain("branch_id", "=", branch.id) & working, order="date", limit=1)
        day = day or self.create({"branch_id": branch.id, "date": today})
        return day._page()

    def action_new_entry(self):
        """Open a new entry of this day; the context may say the direction."""
        self.ensure_one()
        self._check_cashier()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cash entry"),
            "res_model": "ops.cash.entry",
            "views": [[False, "form"]],
            "target": "new",
            "context": {**self.env.context, "default_day_id": self.id},
        }

    def action_count(self):
        """Open the counting of the till: closing for the cashier, a surprise for all others."""
        self.ensure_one()
        kind = "closing" if self._is_cashier() else "surprise"
        self.env["ops.cash.count"]._check_may_count(self, kind)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Count the till"),
            "res_model": "ops.cash.counting",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_day_id": self.id, "default_kind": kind},
        }

    def _page(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cash day"),
            "res_model": "ops.cash.day",
            "res_id": self.id,
            "views": [[False, "form"]],
        }

    def _is_cashier(self) -> bool:
        return self.env.user.has_group("ops_branch.group_cashier")

    def _check_cashier(self):
        """:raise AccessError: for who keeps no till, or not this one"""
        if not self._is_cashier() and not self.env.su:
            raise AccessError(self.env._("The till is kept by the cashier of the branch."))
        self.check_access("write")

    def _check_follows(self):
        """A day comes after all others of its branch and is not in the future."""
        self.ensure_one()
        later = self.sudo().search_count(
            [
                ("branch_id", "=", self.branch_id.id),
                ("date", ">=", self.date),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if later or self.date > self.env.company._ops_today():
            raise UserError(
                self.env._(
                    "%s cannot be opened: days are opened in their order, at the earliest today.",
                    self.display_name,
                )
            )

    def _opening_balance(self):
        """Return what finance accepted of the day before; at first what the journal says."""
        before = self.search(
            [("branch_id", "=", self.branch_id.id), ("id", "!=", self.id)],
            order="date desc",
            limit=1,
        )
        return before.counted if before else self.branch_id._cash_posted()

    def _check_working(self):
        """:raise UserError: when nothing can be entered any more"""
        for day in self.sudo():
            if day.state not in WORKING:
                raise UserError(
                    self.env._(
                        "%s is closed. Enter it in the day that is open now, or in the next one.",
                        day.display_name,
                    )
                )

    def _take_number(self) -> int:
        """Return the next number of this day; the day must be locked (sudo)."""
        self.last_number += 1
        return self.last_number

    def _check_covered(self, held, amounts):
        """Refuse what the till does not hold.

        :param held: balance before the amounts
        :param amounts: signed amounts that are added, in order
        """
        fen = [cash.to_fen(amount) for amount in amounts]
        if cash.first_below_zero(cash.to_fen(held), fen) is not None:
            raise UserError(
                self.env._(
                    "%(day)s: the till holds only %(held)s. Enter the money received first.",
                    day=self.display_name,
                    held=self.currency_id.format(held),
                )
            )
