from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.text_diff import changed_lines, diff_html


class OpsContractVersion(models.Model):
    """A version of a contract as it was negotiated; it never changes."""

    _name = "ops.contract.version"
    _description = "Version of a contract"
    _order = "contract_id desc, number desc"

    contract_id = fields.Many2one(
        "ops.contract", required=True, readonly=True, index=True, ondelete="cascade"
    )
    department_id = fields.Many2one(related="contract_id.department_id", store=True, index=True)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    number = fields.Integer("Version", required=True, readonly=True)
    side = fields.Selection(
        [("ours", "Ours"), ("theirs", "The customer's")],
        "Proposed by",
        required=True,
        readonly=True,
    )
    note = fields.Char("What changed", required=True, readonly=True)
    body = fields.Text("Text", required=True, readonly=True)
    sha256 = fields.Char("SHA-256", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Kept by", required=True, readonly=True)
    kept_at = fields.Datetime("Kept at", required=True, readonly=True)
    changed_count = fields.Integer("Changed lines", compute="_compute_difference")
    difference = fields.Html(
        "Difference to the version before", compute="_compute_difference", sanitize=False
    )

    _number_once = models.UniqueIndex("(contract_id, number)", "This version exists already.")

    @api.depends("body", "number", "contract_id")
    def _compute_difference(self):
        for version in self:
            before = version._before().body or ""
            version.changed_count = changed_lines(before, version.body or "")
            version.difference = Markup(diff_html(before, version.body or ""))

    @api.depends("contract_id", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(contract)s, version %(number)s",
                contract=version.contract_id.display_name,
                number=version.number,
            )

    def write(self, vals):
        raise UserError(self.env._("Versions of a contract stay as they are. Keep a new one."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Versions of a contract stay as they are. Keep a new one."))

    def _before(self):
        others = self.contract_id.version_ids.filtered(lambda one: one.number < self.number)
        return others.sorted("number", reverse=True)[:1]
