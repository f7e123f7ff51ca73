from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("contract", "Contract seal"),
    ("official", "Official seal"),
    ("legal", "Seal of the legal representative"),
]


class OpsContractSeal(models.Model):
    """An entry of the seal log: who put which seal on how many copies, and when; never changed."""

    _name = "ops.contract.seal"
    _description = "Entry of the seal log"
    _order = "sealed_at desc, id desc"

    contract_id = fields.Many2one(
        "ops.contract", required=True, readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(related="contract_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="contract_id.partner_id")
    version_id = fields.Many2one(
        "ops.contract.version", "Version", readonly=True, index="btree_not_null"
    )
    kind = fields.Selection(KINDS, "Seal", required=True, readonly=True)
    copies = fields.Integer(required=True, readonly=True)
    note = fields.Char("Handed to", readonly=True)
    user_id = fields.Many2one("res.users", "Sealed by", required=True, readonly=True, index=True)
    sealed_at = fields.Datetime("Sealed at", required=True, readonly=True)

    _copies = models.Constraint("CHECK (copies > 0)", "Enter how many copies are sealed.")
    _list = models.Index("(sealed_at DESC, id DESC)")

    @api.depends("contract_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for seal in self:
            seal.display_name = f"{seal.contract_id.display_name} · {kinds.get(seal.kind, '')}"

    def write(self, vals):
        raise UserError(self.env._("The seal log is not changed. Log another entry."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The seal log is not changed. Log another entry."))
