from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..core.controlled_text import version_digest

#: Days a reader has for reading and signing a new version.
READ_DAYS = 7
FROZEN = ("approved", "published", "superseded", "withdrawn")


class OpsDocumentVersion(models.Model):
    """One version of a controlled document: approved, in force from a day, then superseded.

    Text and files are frozen by the approval; the digest taken then proves it.
    """

    _name = "ops.document.version"
    _description = "Version of a document"
    _inherit = ["ops.paper.mixin", "ops.todo.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "document_id desc, number desc"
    _rec_names_search = ["document_id.name", "document_id.number"]
    _guarded = ("state", "number", "sha256", "published_at", "superseded_at")

    document_id = fields.Many2one(
        "ops.document", required=True, index=True, ondelete="restrict", string="Document title"
    )
    department_id = fields.Many2one(
        related="document_id.department_id", store=True, index=True, string="Department"
    )
    company_id = fields.Many2one(related="document_id.company_id", store=True, index=True)
    number = fields.Integer("Version", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("published", "In force"),
            ("superseded", "Superseded"),
            ("withdrawn", "Out of force"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    change_note = fields.Text("What changes")
    body = fields.Html("Text of the document")
    attachment_ids = fields.Many2many(
        "ir.attachment", "ops_document_attachment_rel", string="Document files", copy=False
    )
    valid_from = fields.Date(
        "In force from",
        required=True,
        default=lambda self: self.env.company._ops_today(),
        help="In force from this day on, in the time zone of the company.",
    )
    sha256 = fields.Char(
        "SHA-256",
        readonly=True,
        copy=False,
        help="Digest of title, number, text and files, taken when the version was approved.",
    )
    published_at = fields.Datetime("Published at", readonly=True, copy=False)
    superseded_at = fields.Datetime("Superseded at", readonly=True, copy=False)
    receipt_ids = fields.One2many("ops.document.receipt", "version_id", "Read receipts")
    to_sign = fields.Boolean("I have to sign", compute="_compute_to_sign")
    signed_at = fields.Datetime("I signed at", compute="_compute_to_sign")

    _number_once = models.UniqueIndex("(document_id, number)", "This version exists already.")
    _in_force_once = models.UniqueIndex(
        "(document_id) WHERE state = 'published'", "Another version is in force already."
    )

    @api.depends("receipt_ids.read_at")
    @api.depends_context("uid")
    def _compute_to_sign(self):
        mine = (
            self.env["ops.document.receipt"]
            .sudo()
            .search([("version_id", "in", self.ids), ("user_id", "=", self.env.uid)])
        )
        by_version = {one.version_id.id: one for one in mine}
        for version in self:
            receipt = by_version.get(version.id, mine.browse())
            version.to_sign = receipt.must_sign and not receipt.read_at
            version.signed_at = receipt.read_at

    @api.depends("document_id", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(document)s, version %(number)s",
                document=version.document_id.sudo().display_name,
                number=version.number,
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Number the versions within their document; keepers of the document only."""
        documents = self.env["ops.document"].browse([vals["document_id"] for vals in vals_list])
        documents._check_keeper()
        self._check_guarded(*vals_list)
        numbered = [
            {**vals, "number": self._next_number(document)}
            for vals, document in zip(vals_list, documents, strict=True)
        ]
        versions = super(OpsDocumentVersion, self.sudo()).create(numbered).sudo(self.env.su)
        versions._adopt_attachments()
        return versions

    def write(self, vals):
        self._check_frozen(vals)
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if kept := self.filtered(lambda one: one.state != "draft"):
            raise UserError(
                self.env._("%s is history and cannot be deleted.", kept[0].display_name)
            )

    def action_submit(self):
        """Submit to approval; what changes has to be described."""
        for version in self:
            if not (version.change_note or "").strip():
                raise UserError(
                    self.env._("%s: describe what changes first.", version.display_name)
                )
            if not version.body and not version.attachment_ids:
                raise UserError(
                    self.env._("%s: enter the text, or add its file.", version.display_name)
                )
        return super().action_submit()

    def action_sign(self):
        """Sign that I have read and understood this version, opened before me."""
        self.ensure_one()
        self.check_access("read")
        receipts = self.env["ops.document.receipt"].sudo()
        mine = receipts.search(
            Domain("version_id", "=", self.id)
            & Domain("user_id", "=", self.env.uid)
            & Domain("must_sign", "=", True)
        )
        if not mine:
            raise AccessError(self.env._("You need not sign this version."))
        mine._sign()

    def action_verify(self):
        """Compare text and files with the digest taken when the version was approved."""
        self.ensure_one()
        self.check_access("read")
        genuine = self.sha256 == self._digest()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if genuine else "danger",
                "sticky": not genuine,
                "message": self.env._("Text and files are as they were approved.")
                if genuine
                else self.env._("Text or files are not those that were approved!"),
            },
        }

    def _check_frozen(self, vals):
        """What is approved stays as it is, for everybody but the methods of the model."""
        content = {"document_id", "body", "attachment_ids", "valid_from", "change_note"}
        if self.env.su or not content & vals.keys():
            return
        for version in self:
            if version.state in FROZEN or "document_id" in vals:
                raise UserError(
                    self.env._(
                        "%s stays as it is. Make a new version for the change.",
                        version.display_name,
                    )
                )

    def _next_number(self, document) -> int:
        """Return the next number; the document stays locked, so two drafts never share one."""
        self.env.cr.execute("SELECT id FROM ops_document WHERE id = %s FOR UPDATE", [document.id])
        last = self.sudo().search([("document_id", "=", document.id)], order="number desc", limit=1)
        return last.number + 1

    def _read_by(self):
        return max(self.valid_from, self.company_id._ops_today()) + timedelta(days=READ_DAYS)

    def _digest(self) -> str:
        """Return the SHA-256 of title, number, text and files as they are now."""
        version = self.sudo()
        files = {f"{one.id} {one.name}": one.raw or b"" for one in version.attachment_ids}
        title = version.document_id.number or ""
        return version_digest(title, version.number, str(version.body or ""), files)

    def _approval_fields(self):
        return ("change_note", "body", "attachment_ids", "valid_from")

    def _on_approved(self):
        for version in self:
            version.write({"state": "approved", "sha256": version._digest()})
        self._publish_due()

    def _on_withdrawn(self):
        self.state = "draft"

    @api.model
    def _publish_due(self):
        """Put approved versions into force whose day has come; each supersedes the one before."""
        waiting = self.sudo().search([("state", "=", "approved")], order="number")
        for version in waiting:
            if version.valid_from <= version.company_id._ops_today():
                version._publish()

    def _publish(self):
        document, now = self.document_id, fields.Datetime.now()
        document.current_version_id._supersede(now)
        self.write({"state": "published", "published_at": now})
        document.write({"state": "published", "current_version_id": self.id})
        document._plan_review()
        document.activity_unlink(["ops_roles.activity_document_review"])
        document._refresh_readers()

    def _supersede(self, now):
        if self:
            self.write({"state": "superseded", "superseded_at": now})
            self._forget_unread()
            self.flush_recordset()

    def _forget_unread(self):
        receipts = self.env["ops.document.receipt"].sudo()
        receipts.search([("version_id", "in", self.ids), ("read_at", "=", False)])._forget()
