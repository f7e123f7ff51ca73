from odoo import api, fields, models
from odoo.exceptions import AccessError


class OpsDocumentReceipt(models.Model):
    """One reader's receipt for one version: asked when, read and understood when.

    The to-do of the reader is a native activity on the version. A receipt that need not be
    signed only opens the document to its reader.
    """

    _name = "ops.document.receipt"
    _description = "Read receipt"
    _inherit = ["ops.guarded.mixin"]
    _order = "read_at nulls first, id"
    _rec_names_search = ["document_id.name", "user_id.name"]
    _guarded = (
        *("document_id", "version_id", "user_id", "must_sign"),
        *("asked_at", "read_at", "chase_count", "chased_at"),
    )

    document_id = fields.Many2one(
        "ops.document",
        string="Document title",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    version_id = fields.Many2one(
        "ops.document.version", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", string="Reader of it", required=True, readonly=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", string="Department", related="user_id.employee_id.department_id"
    )
    must_sign = fields.Boolean("To be signed", readonly=True)
    asked_at = fields.Datetime("Asked at", required=True, readonly=True)
    read_at = fields.Datetime("Read and understood at", readonly=True)
    chase_count = fields.Integer("Reminders", readonly=True)
    chased_at = fields.Datetime("Last reminder", readonly=True)

    _once = models.UniqueIndex("(version_id, user_id)", "This person has been asked already.")
    _by_user = models.Index("(user_id, document_id)")
    _by_user_version = models.Index("(user_id, version_id)")
    _unread = models.Index("(user_id, id) WHERE read_at IS NULL")
    _order_idx = models.Index("(read_at NULLS FIRST, id)")

    @api.depends("version_id", "user_id")
    def _compute_display_name(self):
        for receipt in self:
            version = receipt.version_id.sudo().display_name
            receipt.display_name = f"{version} · {receipt.user_id.name}"

    def action_open(self):
        """Open the version to read it; it is signed there."""
        self.ensure_one()
        return self.version_id._get_records_action(name=self.version_id.display_name)

    def action_chase(self):
        """Remind the readers chosen who have not signed; keepers of the documents only."""
        self.document_id._check_keeper()
        self.sudo().filtered(lambda one: one.must_sign and not one.read_at)._chase()

    def _sign(self):
        """Sign "read and understood" as the reader (sudo); signed once, the time stays."""
        if self.user_id - self.env.user:
            raise AccessError(self.env._("Only the reader himself can sign that he has read it."))
        self.filtered(lambda one: not one.read_at).write({"read_at": fields.Datetime.now()})
        self._todos().unlink()
        self.env["ops.home"]._notify(self.env.user)

    def _ask(self):
        """Give every reader who has to sign his to-do, in one batch."""
        rows = [
            (one.version_id, one.user_id, one.version_id._read_by(), one.document_id.display_name)
            for one in self.filtered("must_sign")
        ]
        self.version_id._give_todos("ops_roles.activity_document_read", rows)

    def _chase(self):
        """Count the reminder and tell each reader in his inbox (sudo)."""
        now = fields.Datetime.now()
        for count, receipts in self.grouped("chase_count").items():
            receipts.write({"chase_count": count + 1, "chased_at": now})
        for version, receipts in self.grouped("version_id").items():
            version.message_notify(
                partner_ids=receipts.user_id.partner_id.ids,
                subject=version.document_id.display_name,
                body=self.env._("Please read this document and sign it as read and understood."),
            )

    def _forget(self):
        """Drop receipts nobody waits for any more, with their to-dos (sudo)."""
        self._todos().unlink()
        users = self.user_id
        self.unlink()
        self.env["ops.home"]._notify(users)

    def _todos(self):
        """Return the to-dos of these receipts."""
        kind = self.env.ref("ops_roles.activity_document_read")
        found = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("activity_type_id", "=", kind.id),
                    ("res_model", "=", "ops.document.version"),
                    ("res_id", "in", self.version_id.ids),
                    ("user_id", "in", self.user_id.ids),
                ]
            )
        )
        asked = {(one.version_id.id, one.user_id.id) for one in self}
        return found.filtered(lambda todo: (todo.res_id, todo.user_id.id) in asked)
