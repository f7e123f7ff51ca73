from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsWorkStep(models.TransientModel):
    """The dialog for the reason of a step; the methods behind it check who asks."""

    _name = "ops.work.step"
    _description = "Step of a work order with its reason"

    operation = fields.Selection(
        [
            ("return", "Return"),
            ("override", "Accept without proof"),
            ("cancel", "Cancel the order"),
        ],
        required=True,
        readonly=True,
    )
    order_id = fields.Many2one("ops.work.order", required=True, readonly=True)
    missing = fields.Text(related="order_id.missing", string="What is missing")
    text = fields.Text("Reason", required=True)

    @api.model
    def _open(self, operation, order):
        """Return the action that opens the dialog of an operation."""
        order.ensure_one()
        labels = dict(self._fields["operation"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": labels[operation],
            "res_model": self._name,
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_operation": operation, "default_order_id": order.id},
        }

    def action_confirm(self):
        """Do the step with the reason."""
        self.ensure_one()
        reason = (self.text or "").strip()
        if not reason:
            raise UserError(self.env._("Say it in words first."))
        steps = {
            "return": self.order_id.give_back,
            "override": self.order_id.accept_without_proof,
            "cancel": self.order_id.give_up,
        }
        steps[self.operation](reason)
        return {"type": "ir.actions.act_window_close"}
