from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ops_roles.core.seal import digest

from ..core.text_diff import diff_html


class OpsContract(models.Model):
    """Negotiation: the text is filled in from the template and kept version by version."""

    _inherit = "ops.contract"

    version_ids = fields.One2many("ops.contract.version", "contract_id", "Versions")
    version_count = fields.Integer("Number of versions", compute="_compute_versions")
    difference = fields.Html("Since the last version", compute="_compute_versions", sanitize=False)
    is_changed = fields.Boolean(compute="_compute_versions")
    version_side = fields.Selection(
        [("ours", "Ours"), ("theirs", "The customer's")],
        "Proposed by",
        default="ours",
        required=True,
        copy=False,
    )
    version_note = fields.Char("What changed", copy=False)

    @api.depends("body", "version_ids")
    def _compute_versions(self):
        for contract in self:
            last = contract._last_version()
            contract.version_count = len(contract.version_ids)
            contract.is_changed = (contract.body or "") != (last.body or "")
            contract.difference = Markup(diff_html(last.body or "", contract.body or ""))

    def action_fill(self):
        """Fill the text in from the template and the data of this contract."""
        self.ensure_one()
        self.check_access("write")
        if not self.template_id:
            raise UserError(self.env._("%s: choose a template first.", self.name))
        if (self.body or "").strip() and self.is_changed:
            raise UserError(
                self.env._("%s: keep its text as a version first, it would be lost.", self.name)
            )
        self.body = self._filled(self.template_id.sudo()._text())

    def action_keep_version(self):
        """Keep the text as it is as the next version; what changed must be said."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft" or self.approval_state == "pending":
            raise UserError(self.env._("%s is no longer negotiated.", self.display_name))
        if not self.is_changed:
            raise UserError(self.env._("Nothing changed since the last version."))
        if not (self.version_note or "").strip():
            raise UserError(self.env._("Say in a few words what changed."))
        self._keep_version(self.version_note, self.version_side)
        self.version_note = False

    def action_open_versions(self):
        """Open its versions, each with the difference to the one before."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ops_sales.action_contract_version")
        return {**action, "domain": [("contract_id", "=", self.id)]}

    def _last_version(self):
        return self.version_ids.sorted("number", reverse=True)[:1]

    def _keep_version(self, note, side="ours"):
        """Keep the text unless the last version is the same; one at a time."""
        self.env.cr.execute("SELECT id FROM ops_contract WHERE id = %s FOR UPDATE", [self.id])
        if not self.is_changed:
            return
        self.env["ops.contract.version"].sudo().create(
            {
                "contract_id": self.id,
                "number": (self._last_version().number or 0) + 1,
                "side": side,
                "note": note,
                "body": self.body,
                "sha256": digest(self.body.encode()),
                "user_id": self.env.uid,
                "kept_at": fields.Datetime.now(),
            }
        )
