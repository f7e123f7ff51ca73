from odoo import models
from odoo.exceptions import UserError

from .ir_attachment_sealed import CONTENT


class IrAttachment(models.Model):
    """Files of an approved version of a controlled document stay as they were approved."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if CONTENT & vals.keys():
            self._ops_check_document()
        return super().write(vals)

    def unlink(self):
        self._ops_check_document()
        return super().unlink()

    def _ops_check_document(self):
        """Refuse to touch a file of an approved version, superuser mode included."""
        if not self.ids:
            return
        self.env["ops.document.version"].flush_model(["state", "attachment_ids"])
        self.env.cr.execute(
            """
            SELECT file.name FROM ops_document_attachment_rel rel
              JOIN ops_document_version version ON version.id = rel.ops_document_version_id
              JOIN ir_attachment file ON file.id = rel.ir_attachment_id
             WHERE rel.ir_attachment_id = ANY(%s) AND (
                   version.state <> 'draft' OR version.approval_state = 'pending') LIMIT 1
            """,
            [self.ids],
        )
        if row := self.env.cr.fetchone():
            raise UserError(
                self.env._("%s belongs to an approved document and cannot be changed.", row[0])
            )
