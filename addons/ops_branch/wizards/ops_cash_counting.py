from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.cash import DENOMINATIONS


class OpsCashCounting(models.TransientModel):
    """The dialog in which a till is counted, blind: the balance by the book is not shown."""

    _name = "ops.cash.counting"
    _description = "Count the till"

    day_id = fields.Many2one("ops.cash.day", required=True)
    currency_id = fields.Many2one(related="day_id.currency_id")
    kind = fields.Selection(
        selection=lambda self: self.env["ops.cash.count"]._fields["kind"].selection, required=True
    )
    line_ids = fields.One2many(
        "ops.cash.counting.line", "counting_id", default=lambda self: self._default_line_ids()
    )
    counted = fields.Monetary(compute="_compute_counted")
    reason = fields.Char("Reason of the difference", help="Needed only when it does not agree.")

    @api.model
    def _default_line_ids(self):
        return [fields.Command.create({"denomination": value / 100}) for value in DENOMINATIONS]

    @api.depends("line_ids.amount")
    def _compute_counted(self):
        for counting in self:
            counting.counted = sum(counting.line_ids.mapped("amount"))

    def action_confirm(self):
        """Keep the count; at closing the day is closed with it."""
        self.ensure_one()
        day, pieces = self.day_id, self.line_ids._pieces()
        if self.kind == "closing":
            day._close(pieces, self.reason)
            return
        counts = self.env["ops.cash.count"]
        counts._check_may_count(day, "surprise")
        day._lock()
        counts._record(day, "surprise", pieces, self.reason)


class OpsCashCountingLine(models.TransientModel):
    _name = "ops.cash.counting.line"
    _description = "Notes or coins counted"
    _order = "denomination desc"

    counting_id = fields.Many2one("ops.cash.counting", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="counting_id.currency_id")
    denomination = fields.Monetary("Worth", required=True)
    pieces = fields.Integer("Notes or coins")
    amount = fields.Monetary(compute="_compute_amount")

    @api.depends("denomination", "pieces")
    def _compute_amount(self):
        for line in self:
            line.amount = line.denomination * line.pieces

    def _pieces(self) -> dict:
        """Return ``{denomination in fen: number}``.

        :raise UserError: for a number below zero or a denomination that does not exist
        """
        found = {round(line.denomination * 100): line.pieces for line in self}
        if set(found) - set(DENOMINATIONS) or any(number < 0 for number in found.values()):
            raise UserError(
                self.env._("Enter how many there are of each note and coin, from 0 on.")
            )
        return found
