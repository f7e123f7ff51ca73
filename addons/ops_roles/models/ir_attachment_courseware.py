from odoo import models
from odoo.exceptions import UserError

from .ir_attachment_sealed import CONTENT


class IrAttachment(models.Model):
    """Files of published courseware stay as they were published."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if CONTENT & vals.keys():
            self._ops_check_courseware()
        return super().write(vals)

    def unlink(self):
        self._ops_check_courseware()
        return super().unlink()

    def _ops_check_courseware(self):
        """Refuse to touch a file of published courseware, superuser mode included."""
        if not self.ids:
            return
        self.env["ops.courseware"].flush_model(["state", "attachment_ids"])
        self.env.cr.execute(
            """
            SELECT file.name FROM ops_courseware_attachment_rel rel
              JOIN ops_courseware courseware ON courseware.id = rel.ops_courseware_id
              JOIN ir_attachment file ON file.id = rel.ir_attachment_id
             WHERE rel.ir_attachment_id = ANY(%s) AND courseware.state <> 'draft' LIMIT 1
            """,
            [self.ids],
        )
        if row := self.env.cr.fetchone():
            raise UserError(
                self.env._(
                    "%s belongs to published courseware. Make a new version for the change.", row[0]
                )
            )
