from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Orders of a customer on hold are not confirmed."""

    _inherit = "sale.order"

    def _ops_check_confirm(self):
        """Whoever may confirm by price may still not for a customer on hold."""
        super()._ops_check_confirm()
        for order in self.sudo():
            customer = order.partner_id.commercial_partner_id
            if customer.ops_hold:
                raise UserError(
                    self.env._(
                        "%(customer)s is on hold: %(reason)s. Have the deputy sales manager release"
                        " the customer first.",
                        customer=customer.name,
                        reason=customer.ops_hold_reason,
                    )
                )
