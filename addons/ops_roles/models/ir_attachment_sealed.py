from odoo import models
from odoo.exceptions import UserError

# Fields that change what a file is, what it is called or whose it is.
CONTENT = {
    *("raw", "datas", "db_datas", "store_fname", "checksum", "file_size", "mimetype"),
    *("name", "type", "url", "res_model", "res_id", "res_field", "company_id", "public"),
}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        if CONTENT & vals.keys():
            self._ops_check_sealed()
        return super().write(vals)

    def unlink(self):
        self._ops_check_sealed()
        return super().unlink()

    def _ops_check_sealed(self):
        """Refuse to touch a file of a sealed archive, whoever asks, superuser mode included."""
        if not self.ids:
            return
        self.env["ops.letter.archive.line"].flush_model(["attachment_id"])
        self.env.cr.execute(
            "SELECT name FROM ops_letter_archive_line WHERE attachment_id = ANY(%s) LIMIT 1",
            [self.ids],
        )
        if row := self.env.cr.fetchone():
            raise UserError(
                self.env._("%s belongs to a sealed archive and cannot be changed.", row[0])
            )
