from odoo import api, models


class AccountPartialReconcile(models.Model):
    """A reconciliation moves the plans of the contracts it concerns, at once and only those."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        self.env["ops.collection.receipt"].sudo()._allocate(partials)
        return partials

    def unlink(self):
        receipts = self.env["ops.collection.receipt"].sudo()
        gone = receipts.search([("partial_id", "in", self.ids)])
        contracts = gone.contract_id
        gone.unlink()
        result = super().unlink()
        self.env["ops.collection.line"].sudo()._spread(contracts.ids)
        return result
