from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_branch.core.cash import capitals

from ..core.contract_text import chinese_date, render

#: Who keeps the seals and the archive.
KEEPERS = ("sa", "mm")


class OpsContract(models.Model):
    """The contract on paper: printed with its number, sealed, signed by both and archived."""

    _inherit = "ops.contract"

    seal_ids = fields.One2many("ops.contract.seal", "contract_id", "Seal log")
    scan_ids = fields.One2many("ops.contract.scan", "contract_id", "Scans")
    copies_sealed = fields.Integer("Copies sealed", compute="_compute_copies_sealed")
    amount_capital = fields.Char("Amount in capitals", compute="_compute_amount_capital")

    @api.depends("seal_ids.copies")
    def _compute_copies_sealed(self):
        for contract in self:
            contract.copies_sealed = sum(contract.seal_ids.mapped("copies"))

    @api.depends("amount")
    def _compute_amount_capital(self):
        for contract in self:
            contract.amount_capital = capitals(round(contract.amount * 100))

    def action_seal(self):
        """Open the entry of the seal log; a contract is sealed only once it is confirmed."""
        self.ensure_one()
        self._check_role(*KEEPERS)
        self._check_sealable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Seal"),
            "res_model": "ops.contract.sealing",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    def action_print(self):
        """Print the contract with its number and the amount in capitals."""
        self.check_access("read")
        return self.env.ref("ops_sales.report_contract").report_action(self)

    def _check_sealable(self):
        if self.state not in ("confirmed", "sealed", "running"):
            raise UserError(
                self.env._("%s is not confirmed: it cannot be sealed yet.", self.display_name)
            )

    def _seal(self, kind, copies, note):
        """Log that copies were sealed, by the user of the environment."""
        self._check_role(*KEEPERS)
        self._check_sealable()
        contract = self.sudo()
        contract.env["ops.contract.seal"].create(
            {
                "contract_id": contract.id,
                "kind": kind,
                "copies": copies,
                "note": note,
                "user_id": self.env.uid,
                "sealed_at": fields.Datetime.now(),
                "version_id": contract._last_version().id,
            }
        )
        if contract.state == "confirmed":
            contract.state = "sealed"

    def _archived(self):
        """The signed paper is in the archive: execution begins (sudo)."""
        for contract in self.filtered(lambda one: one.state == "sealed"):
            contract.state = "running"
            contract.signed_on = contract.signed_on or contract.company_id._ops_today()

    def _filled(self, text) -> str:
        """Return a text with its variables filled in from this contract."""
        contract = self.sudo().with_context(lang=self.partner_id.lang or self.env.lang)
        return render(text, contract._variables())

    def _variables(self) -> dict:
        company = self.company_id.partner_id
        return {
            "subject": self.name,
            "customer": self.partner_id.name,
            "customer_address": self._address(self.partner_id),
            "company": self.company_id.name,
            "company_address": self._address(company),
            "amount": f"{self.amount:,.2f}",
            "amount_capital": self.amount_capital,
            "date": chinese_date(self.signed_on),
            "date_from": chinese_date(self.date_from),
            "date_to": chinese_date(self.date_to),
            "salesperson": self.user_id.name,
            "branch": self.department_id.name,
        }

    def _address(self, partner) -> str:
        """Return an address in one line, from the large to the small as in China."""
        parts = (partner.state_id.name, partner.city, partner.street, partner.street2)
        return "".join(filter(None, parts))
