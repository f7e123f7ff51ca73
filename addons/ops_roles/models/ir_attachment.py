import os
import shutil

from odoo import SUPERUSER_ID, api, models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _ops_adopt_file(self, name, spooled):
        """An attachment made of a file on disk, without its content passing through memory.

        It belongs to no record and to the superuser: nobody reads it but through the feed.

        :param spooled: ``core.feed.Spooled``; its file is moved away or stays for the caller
        """
        attachment = self.sudo().with_user(SUPERUSER_ID).create({"name": name})
        if self._storage() == "db":
            with open(spooled.path, "rb") as stream:
                attachment.raw = stream.read()
            return attachment
        fname = f"{spooled.sha1[:2]}/{spooled.sha1}"
        self._ops_move_to_store(fname, spooled)
        self.env.cr.execute(
            """
            UPDATE ir_attachment
               SET store_fname = %s, checksum = %s, file_size = %s, mimetype = 'text/plain'
             WHERE id = %s
            """,
            [fname, spooled.sha1, min(spooled.size, 2**31 - 1), attachment.id],
        )
        attachment.invalidate_recordset(flush=False)
        return attachment

    @api.model
    def _ops_move_to_store(self, fname, spooled):
        full_path = self._full_path(fname)
        os.makedirs(os.path.dirname(full_path), exist_ok=True)
        if not os.path.exists(full_path):
            shutil.move(spooled.path, full_path)
        self._mark_for_gc(fname)  # collected should this transaction be rolled back

    def _ops_content(self):
        """The content as a path, or as bytes when attachments live in the database."""
        self.ensure_one()
        return self._full_path(self.store_fname) if self.store_fname else self.raw
