from odoo import api, fields, models
from odoo.fields import Domain


class StockLot(models.Model):
    _inherit = "stock.lot"

    ops_work_serial_ids = fields.One2many("ops.work.serial", "lot_id", "Work orders")
    ops_work_count = fields.Integer("Fitted and removed", compute="_compute_ops_work_count")

    @api.depends("ops_work_serial_ids")
    def _compute_ops_work_count(self):
        groups = self.env["ops.work.serial"]._read_group(
            [("lot_id", "in", self.ids)], ["lot_id"], ["__count"]
        )
        counts = {lot.id: count for lot, count in groups}
        for lot in self:
            lot.ops_work_count = counts.get(lot._origin.id, 0)

    def action_ops_source(self):
        """Show who fitted and removed this serial, when, where and with what photos."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_branch.action_work_serial")
        return {**action, "domain": [("lot_id", "=", self.id)], "context": {}}

    def _ops_quants(self, where):
        """Return the free quants of these serials at places that match ``where`` (sudo)."""
        held = Domain("lot_id", "in", self.ids) & Domain("quantity", ">", 0)
        quants = self.env["stock.quant"].search(held & Domain(where))
        return quants.filtered(lambda one: one.quantity > one.reserved_quantity)
