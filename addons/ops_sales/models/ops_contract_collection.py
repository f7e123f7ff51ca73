from odoo import api, fields, models


class OpsContract(models.Model):
    """The plan of collection of a contract, and what came in for it."""

    _inherit = "ops.contract"

    collection_ids = fields.One2many("ops.collection.line", "contract_id", "Plan of collection")
    receipt_ids = fields.One2many("ops.collection.receipt", "contract_id", "Money received")
    amount_planned = fields.Monetary("Planned", compute="_compute_collection")
    amount_unplanned = fields.Monetary(
        "Not planned yet", compute="_compute_collection", help="Amount with amendments less plan."
    )
    amount_received = fields.Monetary("Received", compute="_compute_collection")
    amount_late = fields.Monetary("Overdue", compute="_compute_collection")

    @api.depends(
        "collection_ids.amount", "collection_ids.residual", "receipt_ids.amount", "amount_now"
    )
    def _compute_collection(self):
        for contract in self:
            plan = contract.collection_ids
            contract.amount_planned = sum(plan.mapped("amount"))
            contract.amount_unplanned = contract.amount_now - contract.amount_planned
            contract.amount_received = sum(contract.receipt_ids.mapped("amount"))
            contract.amount_late = sum(plan.filtered("is_late").mapped("residual"))

    def action_open_receipts(self):
        """Open the money that came in for it."""
        self.ensure_one()
        self.check_access("read")
        return self.receipt_ids._get_records_action(name=self.env._("Money received"))
