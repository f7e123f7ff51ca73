from odoo import fields, models
from odoo.exceptions import ValidationError

from ..models.ops_contract_seal import KINDS


class OpsContractSealing(models.TransientModel):
    """Asks which seal goes on how many copies."""

    _name = "ops.contract.sealing"
    _description = "Seal a contract"

    contract_id = fields.Many2one("ops.contract", required=True, ondelete="cascade")
    kind = fields.Selection(KINDS, "Seal", required=True, default="contract")
    copies = fields.Integer(required=True, default=4)
    note = fields.Char("Handed to")

    def action_confirm(self):
        """Log the seal as put on by the user."""
        self.ensure_one()
        if self.copies <= 0:
            raise ValidationError(self.env._("Enter how many copies are sealed."))
        self.contract_id._seal(self.kind, self.copies, self.note)
        return {"type": "ir.actions.act_window_close"}
