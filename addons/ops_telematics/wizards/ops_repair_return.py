from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsRepairReturn(models.TransientModel):
    """Why a repair goes back to its branch."""

    _name = "ops.repair.return"
    _description = "Repair returned with its reason"

    repair_id = fields.Many2one("repair.order", required=True, readonly=True, ondelete="cascade")
    missing = fields.Text(related="repair_id.ops_missing", string="What is missing")
    text = fields.Text("Reason", required=True)

    @api.model
    def _open(self, repair):
        """Return the action that opens the dialog; what is missing is proposed as the reason."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Return"),
            "res_model": self._name,
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_repair_id": repair.id, "default_text": repair.ops_missing or ""},
        }

    def action_confirm(self):
        """Give the repair back."""
        self.ensure_one()
        reason = (self.text or "").strip()
        if not reason:
            raise UserError(self.env._("Say it in words first."))
        self.repair_id.ops_give_back(reason)
        return {"type": "ir.actions.act_window_close"}
