import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_roles.core.seal import digest


class OpsContractScan(models.Model):
    """The scan of a signed and sealed contract in the archive, with the digest taken then."""

    _name = "ops.contract.scan"
    _description = "Scan of a contract"
    _inherit = ["ops.guarded.mixin"]
    _order = "contract_id desc, id"
    _guarded = ("sha256", "user_id", "archived_at")

    contract_id = fields.Many2one("ops.contract", required=True, index=True, ondelete="restrict")
    department_id = fields.Many2one(related="contract_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    name = fields.Char("File name", required=True)
    file = fields.Binary("Scan", required=True, attachment=True)
    pages = fields.Integer(default=1)
    shelf = fields.Char("Place of the paper", help="Cabinet and folder of the original.")
    sha256 = fields.Char("SHA-256", readonly=True)
    user_id = fields.Many2one("res.users", "Archived by", readonly=True)
    archived_at = fields.Datetime("Archived at", readonly=True)

    _pages = models.Constraint("CHECK (pages > 0)", "A scan has one page at least.")

    @api.model_create_multi
    def create(self, vals_list):
        """Archive scans of sealed contracts; execution begins with the first."""
        contracts = self.env["ops.contract"].browse([vals["contract_id"] for vals in vals_list])
        for contract in contracts:
            if contract.state not in ("sealed", "running"):
                raise UserError(
                    self.env._("%s is not sealed: there is nothing to archive.", contract.name)
                )
        scans = super().create(vals_list)
        for scan in scans.sudo():
            seal = {"user_id": self.env.uid, "archived_at": fields.Datetime.now()}
            super(OpsContractScan, scan).write({**seal, "sha256": scan._digest()})
        scans.contract_id.sudo()._archived()
        return scans

    def write(self, vals):
        raise UserError(self.env._("A scan in the archive stays as it is. Add another one."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A scan in the archive stays as it is. Add another one."))

    def action_verify(self):
        """Compare the file with the digest taken when it was archived."""
        self.ensure_one()
        self.check_access("read")
        genuine = self.sha256 == self._digest()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if genuine else "danger",
                "sticky": not genuine,
                "message": self.env._("The scan is as it was archived.")
                if genuine
                else self.env._("The scan is not the one that was archived!"),
            },
        }

    def _digest(self) -> str:
        return digest(base64.b64decode(self.sudo().with_context(bin_size=False).file or b""))
