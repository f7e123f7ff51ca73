from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SaleOrder(models.Model):
    """Orders that carry out a contract."""

    _inherit = "sale.order"

    ops_contract_id = fields.Many2one(
        "ops.contract",
        "Contract",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
        domain="[('state', 'in', ('confirmed', 'sealed', 'running')),"
        " ('partner_id.commercial_partner_id', '=', partner_id)]",
    )

    def write(self, vals):
        result = super().write(vals)
        if "ops_contract_id" in vals and self.invoice_ids:
            self.env["ops.collection.receipt"].sudo()._reallocate(self.sudo().invoice_ids)
        return result

    @api.constrains("ops_contract_id", "partner_id", "currency_id")
    def _check_ops_contract(self):
        for order in self.sudo().filtered("ops_contract_id"):
            contract = order.ops_contract_id
            customers = contract.partner_id | order.partner_id
            if len(customers.commercial_partner_id) > 1:
                raise ValidationError(
                    self.env._(
                        "%(contract)s is with another customer. Choose one of %(customer)s.",
                        contract=contract.display_name,
                        customer=order.partner_id.display_name,
                    )
                )
            if contract.currency_id != order.currency_id:
                raise ValidationError(
                    self.env._(
                        "%(contract)s is in %(currency)s. Use a price list in that currency.",
                        contract=contract.display_name,
                        currency=contract.currency_id.name,
                    )
                )
