from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class OpsStockCountLine(models.Model):
    """The book of a count and its result, per goods, serial and place. Who counts cannot read it.

    ``book``: when the count began; ``expected``: by the book when it was counted; ``difference``:
    counted less expected. Only the reviewer writes here, and only the reason.
    """

    _name = "ops.stock.count.line"
    _description = "Result of a count"
    _inherit = ["ops.guarded.mixin", "ops.goods.mixin"]
    _order = "count_id, product_id, lot_id, id"
    _guarded = (
        *("count_id", "product_id", "lot_id", "location_id"),
        *("book", "expected", "counted", "difference"),
    )

    count_id = fields.Many2one("ops.stock.count", required=True, index=True, ondelete="cascade")
    department_id = fields.Many2one(related="count_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="count_id.company_id", store=True, index=True)
    state = fields.Selection(related="count_id.state")
    location_id = fields.Many2one("stock.location", "Place", required=True, ondelete="restrict")
    book = fields.Float("Book at the beginning", digits="Product Unit")
    expected = fields.Float("Book when counted", digits="Product Unit")
    counted = fields.Float(digits="Product Unit")
    difference = fields.Float(index="btree_not_null")
    cause = fields.Selection(
        [
            ("unbooked", "Moved without a paper"),
            ("paper", "Wrong paper"),
            ("lost", "Lost"),
            ("damaged", "Damaged or scrapped"),
            ("found", "Found again"),
            ("other", "Other"),
        ],
        "Reason",
    )
    note = fields.Char("Explanation")
    last_reference = fields.Char("Last moved by", compute="_compute_last")
    last_on = fields.Datetime("Last moved at", compute="_compute_last")
    last_holder = fields.Char("Last holder", compute="_compute_last")

    _key = models.UniqueIndex(
        "(count_id, product_id, COALESCE(lot_id, 0), location_id)", "This line is there already."
    )

    @api.depends("lot_id")
    def _compute_last(self):
        """The last move of each serial, in one query: by which paper, when, by whom."""
        found = self._last_moves()
        for line in self:
            line.last_reference, line.last_on, line.last_holder = found.get(
                line.lot_id.id, (False, False, False)
            )

    def _last_moves(self) -> dict:
        if not self.lot_id:
            return {}
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT ON (line.lot_id) line.lot_id, move.reference, line.date,
                       COALESCE(customer.complete_name, person.name)
                  FROM stock_move_line line JOIN stock_move move ON move.id = line.move_id
             LEFT JOIN stock_picking picking ON picking.id = line.picking_id
             LEFT JOIN res_partner customer ON customer.id = picking.partner_id
                  JOIN res_users author ON author.id = COALESCE(move.create_uid, line.create_uid)
                  JOIN res_partner person ON person.id = author.partner_id
                 WHERE line.lot_id = ANY(%s) AND line.state = 'done'
              ORDER BY line.lot_id, line.date DESC, line.id DESC
                """,
                self.lot_id.ids,
            )
        )
        return {lot: rest for lot, *rest in self.env.cr.fetchall()}

    def write(self, vals):
        """The reason is given while the count is judged, by who judges it."""
        if not self.env.su:
            self.count_id._check_reviewer()
            self.count_id._check_state("review")
        return super().write(vals)

    def _check_explained(self):
        """:raise UserError: naming goods that differ without a reason"""
        bare = self.filtered(
            lambda line: not line.cause or (line.cause == "other" and not line.note)
        )
        if bare:
            raise UserError(
                self.env._(
                    "Give the reason of each difference first (with an explanation for Other): %s",
                    ", ".join(line.display_name for line in bare[:5]),
                )
            )

    def _check_not_elsewhere(self):
        """:raise UserError: a serial found here is in stock elsewhere by the book"""
        found = self.filtered(lambda line: line.difference > 0 and line.lot_id)
        held = self.env["stock.quant"].search(
            [
                ("lot_id", "in", found.lot_id.ids),
                ("product_id.tracking", "=", "serial"),
                ("location_id.usage", "in", ("internal", "transit")),
                ("quantity", ">", 0),
            ],
            limit=1,
        )
        if held:
            raise UserError(
                self.env._(
                    "%(serial)s is in %(place)s by the book. Have it transferred here first, then"
                    " return the count to be counted again.",
                    serial=held.lot_id.name,
                    place=held.location_id.display_name,
                )
            )
