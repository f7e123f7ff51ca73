from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

#: States in which something is counted.
COUNTING = ("counting", "recount")
UNFINISHED = ("planned", *COUNTING, "review")
#: Role cards whose holders count, and those whose holders judge what was counted.
COUNTERS = ("ops_branch.group_storekeeper", "ops_branch.group_technician")
REVIEWERS = ("ops_roles.group_bm", "ops_roles.group_dm")


class OpsStockCount(models.Model):
    """A count of the goods of a branch: blind, what differs twice, judged by somebody else.

    Starting it freezes the book (``ops.stock.count.line``, which those who count cannot read).
    They enter what they find (``ops.stock.count.entry``); goods that differ are asked for again.
    The reviewer gives the reason of each difference and approves; approval books all of it in one
    transaction (``ops_stock_count_posting``). It is the only way to put stock of a branch right.
    """

    _name = "ops.stock.count"
    _description = "Stock count"
    _inherit = [
        "ops.guarded.mixin",
        "ops.step.mixin",
        "ops.at.branch.mixin",
        "ops.due.mixin",
        "mail.thread",
    ]
    _order = "scheduled_on desc, id desc"
    _due_states = UNFINISHED
    _guarded = (
        *("name", "state", "round", "plan_id", "frozen_at", "finished_at", "counter_ids"),
        *("approved_by_id", "approved_at", "return_reason"),
    )

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    plan_id = fields.Many2one(
        "ops.stock.plan", "Plan", index="btree_not_null", ondelete="set null", copy=False
    )
    categ_id = fields.Many2one("product.category", "Goods", help="Empty: all goods.")
    recount_percent = fields.Float("Counted again above %")
    scheduled_on = fields.Date(
        "Planned for", required=True, default=fields.Date.context_today, copy=False
    )
    due_on = fields.Date(default=fields.Date.context_today)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("counting", "Being counted"),
            ("recount", "Counted again"),
            ("review", "To be approved"),
            ("posted", "Booked"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="planned",
        index=True,
        copy=False,
        tracking=True,
    )
    round = fields.Integer(default=0, copy=False)
    item_ids = fields.One2many("ops.stock.count.item", "count_id", "Goods to be counted")
    entry_ids = fields.One2many("ops.stock.count.entry", "count_id", "Entries")
    line_ids = fields.One2many("ops.stock.count.line", "count_id", "Result")
    odd_line_ids = fields.One2many(
        "ops.stock.count.line", "count_id", "What differs", domain=[("difference", "!=", 0)]
    )
    move_ids = fields.One2many("stock.move", "ops_stock_count_id", "Adjustments")
    move_count = fields.Integer("Number of adjustments", compute="_compute_figures")
    item_count = fields.Integer("Kinds of goods", compute="_compute_figures")
    left_count = fields.Integer("Still to be counted", compute="_compute_figures")
    difference_count = fields.Integer("Differences", compute="_compute_figures")
    frozen_at = fields.Datetime("Book frozen at", copy=False)
    finished_at = fields.Datetime("Counted at", copy=False)
    counter_ids = fields.Many2many("res.users", string="Counted by", copy=False)
    approved_by_id = fields.Many2one("res.users", "Approved by", copy=False)
    approved_at = fields.Datetime("Approved at", copy=False)
    return_reason = fields.Text("Why it was returned or cancelled", copy=False)

    _due = models.Index("(state, due_on)")

    @api.depends("name", "branch_id.name")
    def _compute_display_name(self):
        for count in self:
            count.display_name = f"{count.name} {count.branch_id.name}"

    @api.depends("state", "item_ids.entered_at", "item_ids.round", "line_ids.difference")
    def _compute_figures(self):
        """What differs is told once everything is counted, not before."""
        moves = self._count_by("stock.move", "ops_stock_count_id", [])
        items = self._count_by("ops.stock.count.item", "count_id", [])
        left = self._count_by("ops.stock.count.item", "count_id", [("is_left", "=", True)])
        odd = self._count_by("ops.stock.count.line", "count_id", [("difference", "!=", 0)])
        for count in self:
            known = count.state in ("review", "posted")
            count.move_count = moves.get(count._origin.id, 0)
            count.item_count = items.get(count._origin.id, 0)
            count.left_count = left.get(count._origin.id, 0) if count.state in COUNTING else 0
            count.difference_count = odd.get(count._origin.id, 0) if known else 0

    def _count_by(self, model, link, domain) -> dict:
        groups = (
            self.env[model]
            .sudo()
            ._read_group([(link, "in", self.ids), *domain], [link], ["__count"])
        )
        return {count.id: number for count, number in groups}

    @api.model_create_multi
    def create(self, vals_list):
        """Plan counts; their numbers are given here."""
        self._check_guarded(*vals_list)
        counts = super().create(vals_list)
        for count in counts.sudo():
            count.name = self.env["ir.sequence"].sudo().next_by_code(self._name)
        return counts

    def write(self, vals):
        """What is counted stays as planned once the book is frozen."""
        planned = {"branch_id", "categ_id", "recount_percent"}
        if planned & vals.keys() and not self.env.su:
            self._check_state("planned")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_planned(self):
        if any(count.state != "planned" for count in self):
            raise UserError(self.env._("A count that was begun stays. Cancel it with a reason."))

    def action_start(self):
        """Freeze the book and list what is to be counted (who counts).

        :raise UserError: it was started already, or another count of the same goods is running
        """
        for count in self:
            count._check_counter()
            count._lock()
            count._check_state("planned")
            count._check_no_other()
            sudo = count.sudo()
            sudo.write({"state": "counting", "round": 1, "frozen_at": fields.Datetime.now()})
            sudo._freeze()

    def action_cancel(self):
        """Open the dialog that asks why the count is given up (the reviewer)."""
        return self._ask_reason("cancel", self.env._("Give the count up"))

    def action_return(self):
        """Open the dialog that asks why the differences are counted once more (the reviewer)."""
        return self._ask_reason("return", self.env._("Have it counted again"))

    def _ask_reason(self, kind, title):
        self.ensure_one()
        self._check_reviewer()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "ops.stock.count.step",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_count_id": self.id, "default_kind": kind},
        }

    def _cancel(self, reason):
        self.ensure_one()
        self._check_reviewer()
        self._lock()
        self._check_state(*UNFINISHED)
        self.sudo().write({"state": "cancelled", "return_reason": reason})

    def action_open_moves(self):
        """Open the adjustments this count has booked."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Adjustments"),
            "res_model": "stock.move",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("ops_stock_count_id", "=", self.id)],
        }

    def _is_held(self, groups) -> bool:
        return any(self.env.user.has_group(name) for name in groups)

    def _check_counter(self):
        """:raise AccessError: for who has no card to count, or who may see the book"""
        if self.env.su:
            return
        self.check_access("read")
        if not self._is_held(COUNTERS) or self._is_held(REVIEWERS):
            raise AccessError(
                self.env._(
                    "Stock is counted by a storekeeper or technician of the branch who does not"
                    " approve counts."
                )
            )

    def _check_reviewer(self):
        """:raise AccessError: for all but the manager of the branch and those above"""
        if not self._is_held(REVIEWERS) and not self.env.su:
            raise AccessError(
                self.env._("Counts are judged by the manager of the branch or the deputy above.")
            )
        self.check_access("read")

    def _check_no_other(self):
        """Two counts of the same goods at once would book a difference twice."""
        others = self.sudo().search(
            [
                ("branch_id", "=", self.branch_id.id),
                ("state", "in", (*COUNTING, "review")),
                ("id", "!=", self.id),
            ]
        )
        mine = self.sudo()._goods()
        clash = others.filtered(lambda one: not mine or not one._goods() or mine & one._goods())
        if clash:
            raise UserError(
                self.env._("%s counts the same goods. Finish that one first.", clash[0].name)
            )

    def _goods(self):
        """Return the categories that are counted; none means all (sudo)."""
        if not self.categ_id:
            return self.categ_id
        return self.categ_id.search([("id", "child_of", self.categ_id.id)])

    def _lock(self):
        """Hold these counts, and their branches: one count of a branch starts at a time."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM ops_branch WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                self.sudo().branch_id.ids,
            )
        )
        super()._lock()
