from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core import cash

#: Who may count a till unannounced: its manager and those above, and finance.
INSPECTORS = ("bm", "dm", "sd", "mm", "fin")


class OpsCashCount(models.Model):
    """A till counted by denomination: when its day closed, or unannounced. Written once.

    ``pieces`` is ``{denomination in fen: number}``; ``book`` the balance at that moment.
    """

    _name = "ops.cash.count"
    _description = "Count of a till"
    _order = "day_id desc, id desc"

    day_id = fields.Many2one("ops.cash.day", required=True, index=True, ondelete="cascade")
    branch_id = fields.Many2one(related="day_id.branch_id", store=True, index=True)
    department_id = fields.Many2one(related="day_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="day_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection([("closing", "At closing"), ("surprise", "Unannounced")], required=True)
    user_id = fields.Many2one("res.users", "Counted by", required=True)
    at = fields.Datetime("Counted at", required=True)
    pieces = fields.Json()
    pieces_text = fields.Char("Notes and coins", compute="_compute_pieces_text")
    counted = fields.Monetary("Counted")
    book = fields.Monetary("Balance by the book")
    difference = fields.Monetary("Over or short")
    reason = fields.Char("Reason of the difference")

    @api.depends("pieces")
    def _compute_pieces_text(self):
        for count in self:
            count.pieces_text = ", ".join(
                f"{int(value) / 100:g} × {number}" for value, number in (count.pieces or {}).items()
            )

    @api.model
    def _check_may_count(self, day, kind):
        """:raise AccessError: the cashier counts at closing, others unannounced
        :raise UserError: the day is closed already
        """
        if kind == "closing":
            day._check_cashier()
        elif not any(self.env.user.has_group(f"ops_roles.group_{code}") for code in INSPECTORS):
            raise AccessError(
                self.env._("A till is counted unannounced by its manager or by finance.")
            )
        day.check_access("read")
        day._check_working()

    @api.model
    def _record(self, day, kind, pieces, reason):
        """Keep a count of a day; the day must be locked. Return it (sudo).

        :param pieces: ``{denomination in fen: number}``
        :raise UserError: for a difference without a reason
        """
        total = cash.counted(pieces) / 100
        book = day.sudo().book
        difference = day.currency_id.round(total - book)
        if difference and not reason:
            raise UserError(
                self.env._(
                    "%(day)s: counted %(counted)s, by the book %(book)s. Count again, look for"
                    " a missing entry, or give the reason of the difference.",
                    day=day.display_name,
                    counted=day.currency_id.format(total),
                    book=day.currency_id.format(book),
                )
            )
        return self.sudo().create(
            {
                "day_id": day.id,
                "kind": kind,
                "user_id": self.env.uid,
                "at": fields.Datetime.now(),
                "pieces": {str(value): number for value, number in pieces.items() if number},
                "counted": total,
                "book": book,
                "difference": difference,
                "reason": reason if difference else False,
            }
        )
