from odoo import models


class StockLot(models.Model):
    _inherit = "stock.lot"

    def action_ops_chain(self):
        """Show what became of this serial and of those it replaced or was replaced by."""
        self.ensure_one()
        self.check_access("read")
        terminals = self.env["ops.terminal"].sudo().with_context(active_test=False)
        chain = terminals.search([("lot_id", "=", self.id)])._chain().lot_id
        return self.env["ops.serial.event"]._open(self | chain, self.name)
