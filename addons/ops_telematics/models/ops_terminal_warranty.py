"""How long the maker answers for a terminal, and what became of its serial over time."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain


class OpsTerminal(models.Model):
    _inherit = "ops.terminal"

    purchased_on = fields.Date("Purchased on", copy=False)
    first_fitted_on = fields.Date("First fitted on", compute="_compute_warranty", store=True)
    warranty_until = fields.Date(
        "Warranty until",
        compute="_compute_warranty",
        store=True,
        recursive=True,
        help="Last day of it.",
    )
    is_under_warranty = fields.Boolean(
        "Under warranty", compute="_compute_is_under_warranty", search="_search_is_under_warranty"
    )
    replaces_id = fields.Many2one(
        "ops.terminal",
        "In place of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The maker sent it for this one, which he kept.",
    )
    replaced_by_ids = fields.One2many("ops.terminal", "replaces_id", "Replaced by", readonly=True)

    _warranty = models.Index("(warranty_until) WHERE warranty_until IS NOT NULL")

    @api.depends(
        *("purchased_on", "installation_ids.date_from", "lot_id.product_id.ops_warranty_months"),
        *("lot_id.product_id.ops_warranty_basis", "replaces_id.warranty_until"),
    )
    def _compute_warranty(self):
        for terminal in self:
            model = terminal.lot_id.product_id
            fitted = min(terminal.installation_ids.mapped("date_from"), default=False)
            fitting = model.ops_warranty_basis == "fitting"
            start = fitted if fitting else terminal.purchased_on
            months = model.ops_warranty_months
            own = start + relativedelta(months=months, days=-1) if start and months else False
            terminal.first_fitted_on = fitted
            # What the maker sends in place of another goes on with its warranty.
            inherited = terminal.replaces_id.warranty_until
            terminal.warranty_until = inherited or own

    @api.depends("warranty_until")
    def _compute_is_under_warranty(self):
        today = self.env.company._ops_today()
        for terminal in self:
            until = terminal.warranty_until
            terminal.is_under_warranty = bool(until) and until >= today

    @api.model
    def _search_is_under_warranty(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._ops_today()
        under = Domain("warranty_until", ">=", today)
        over = Domain("warranty_until", "<", today) | Domain("warranty_until", "=", False)
        return under if True in value else over

    @api.model_create_multi
    def create(self, vals_list):
        """A terminal was purchased when its serial came from a supplier, unless told otherwise."""
        terminals = super().create(vals_list)
        terminals.sudo()._note_purchase()
        return terminals

    def _note_purchase(self):
        """Find the day of the first receipt of serials from a supplier (superuser mode)."""
        unknown = self.filtered(lambda one: not one.purchased_on)
        self.env["stock.move.line"].flush_model()
        self.env.cr.execute(
            """
            SELECT line.lot_id, min(line.date)::date FROM stock_move_line line
              JOIN stock_location place ON place.id = line.location_id
             WHERE line.lot_id = ANY(%s) AND line.state = 'done' AND place.usage = 'supplier'
             GROUP BY line.lot_id
            """,
            [unknown.lot_id.ids],
        )
        days = dict(self.env.cr.fetchall())
        for terminal in unknown:
            if terminal.lot_id.id in days:
                terminal.purchased_on = days[terminal.lot_id.id]

    def _chain(self):
        """Return this terminal with all it replaced and all it was replaced by (sudo)."""
        found, news = self.browse(), self
        while news:
            found |= news
            news = (news.replaces_id | news.replaced_by_ids) - found
        return found

    def action_open_chain(self):
        """Show what became of this serial and of those before and after it, by day."""
        self.ensure_one()
        self.check_access("read")
        return self.env["ops.serial.event"]._open(self.sudo()._chain().lot_id, self.serial)

    @api.model
    def _date_fittings(self):
        """Note the first fitting of terminals that a list has put into vehicles, set-based."""
        self.flush_model()
        self.env.cr.execute(
            """
            UPDATE ops_terminal terminal
               SET first_fitted_on = first.day,
                   warranty_until = CASE
                       WHEN model.ops_warranty_basis = 'fitting' AND model.ops_warranty_months > 0
                        AND terminal.replaces_id IS NULL
                       THEN (first.day + make_interval(months => model.ops_warranty_months)
                             - interval '1 day')::date ELSE terminal.warranty_until END
              FROM (SELECT terminal_id, min(date_from) AS day
                      FROM ops_installation GROUP BY terminal_id) first,
                   stock_lot lot
              JOIN product_product product ON product.id = lot.product_id
              JOIN product_template model ON model.id = product.product_tmpl_id
             WHERE first.terminal_id = terminal.id AND lot.id = terminal.lot_id
               AND terminal.first_fitted_on IS NULL
            """
        )
        self.invalidate_model(["first_fitted_on", "warranty_until"])
