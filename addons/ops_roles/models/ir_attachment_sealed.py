from odoo import api, models
from odoo.exceptions import UserError

# Fields that change what a file is, what it is called or whose it is.
CONTENT = {
    *("raw", "datas", "db_datas", "store_fname", "checksum", "file_size", "mimetype"),
    *("name", "type", "url", "res_model", "res_id", "res_field", "company_id", "public"),
}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._ops_check_letter_open()
        return files

    def write(self, vals):
        if CONTENT & vals.keys():
            self._ops_check_sealed()
        result = super().write(vals)
        if {"res_model", "res_id"} & vals.keys():
            self._ops_check_letter_open()
        return result

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

    def _ops_check_letter_open(self):
        """Refuse a file added to a letter after it was sealed: the seal would not cover it."""
        added = self.sudo().filtered(
            lambda file: file.res_model == "ops.letter" and file.res_id and not file.res_field
        )
        if added:
            self.env["ops.letter"].browse(added.mapped("res_id")).exists()._check_takes_files()
