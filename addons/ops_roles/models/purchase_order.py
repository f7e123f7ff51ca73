from odoo import models


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "ops.fulfils.mixin"]

    def _ops_received(self) -> bool:
        """Tell whether all that was ordered has been received."""
        items = self.order_line.filtered(lambda line: not line.display_type)
        return self.state == "purchase" and all(
            line.qty_received >= line.product_qty for line in items
        )
