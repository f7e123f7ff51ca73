"""Work orders on a registered vehicle: what their crew swaps is swapped in the register too."""

from odoo import api, fields, models


class OpsWorkOrder(models.Model):
    """The branch's own serials move with the order; here the chain of installations follows."""

    _inherit = "ops.work.order"

    ops_vehicle_id = fields.Many2one(
        "ops.vehicle",
        "Vehicle",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('department_id', '=', department_id)]",
    )
    ops_notice_ids = fields.One2many(
        "ops.platform.notice", "work_order_id", "Notices", readonly=True
    )

    @api.model
    def _request_fields(self):
        return super()._request_fields() | {"ops_vehicle_id"}

    def _move_goods(self):
        """Move the goods, and note what is in the vehicle since (sudo, order locked)."""
        news = self.serial_ids.filtered(lambda one: not one.picking_id)
        super()._move_goods()
        if self.ops_vehicle_id and news:
            self._note_fitted(news)

    def _note_fitted(self, serials):
        """End, replace or begin installations of the vehicle by what was removed and fitted."""
        fitted = serials.filtered(lambda one: one.direction == "fit").lot_id
        removed = serials.lot_id - fitted
        terminal, card = self._twins_of(fitted)
        today = self.company_id._ops_today()
        for row in self.ops_vehicle_id.current_ids:
            changed = {}
            if terminal and row.terminal_id.lot_id in removed:
                changed["terminal_id"] = terminal.id
            if row.sim_id.lot_id in removed:
                changed["sim_id"] = card.id
            if row.terminal_id.lot_id in removed and not terminal:
                row._end(today, self.name)
            elif changed:
                row._succeed(today, self.name, work_order_id=self.id, **changed)
        if terminal and "main" not in self.ops_vehicle_id.current_ids.mapped("slot"):
            self.env["ops.installation"]._fit(
                self.ops_vehicle_id, terminal, card, today, work_order_id=self.id
            )

    def _twins_of(self, lots):
        """Return the terminal and the card of serials; a serial new to the register joins it."""
        cards = self.env["ops.sim"].search([("lot_id", "in", lots.ids)], limit=1)
        terminals = self.env["ops.terminal"].search([("lot_id", "in", lots.ids)], limit=1)
        others = lots - cards.lot_id - terminals.lot_id
        vehicle = self.ops_vehicle_id
        model = vehicle.terminal_id.product_id
        news = others.filtered(lambda lot: not model or lot.product_id == model)[:1]
        if news and not terminals:
            terminals = terminals.create(
                {
                    "serial": news.name,
                    "product_id": news.product_id.id,
                    "department_id": vehicle.department_id.id,
                }
            )
        return terminals, cards

    def _accept(self, **vals):
        """Accepted work handles the notices it came from."""
        super()._accept(**vals)
        notices = self.sudo().ops_notice_ids
        for order, mine in notices.grouped("work_order_id").items():
            mine._close(": ".join(filter(None, (order.name, order.result))), self.env.user)

    @api.private
    def give_up(self, reason):
        """Work that is given up leaves its notices open."""
        super().give_up(reason)
        self.sudo().ops_notice_ids._reopen()

    def action_open_vehicle(self):
        """Show the vehicle."""
        self.ensure_one()
        self.check_access("read")
        return self.ops_vehicle_id._get_records_action()
