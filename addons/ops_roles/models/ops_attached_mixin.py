from odoo import models
from odoo.exceptions import AccessError


class OpsAttachedMixin(models.AbstractModel):
    """A record whose files, in ``attachment_ids``, are seen by who sees the record."""

    _name = "ops.attached.mixin"
    _description = "Record with files of its own"

    def _adopt_attachments(self):
        """Tie files just uploaded to their record, so that who sees it sees them.

        :raise AccessError: for a file of somebody else, or of another record
        """
        for record in self:
            files = record.attachment_ids.sudo()
            loose = files.filtered(lambda one: not one.res_id)
            record._check_own_files(files, loose)
            loose.write({"res_model": record._name, "res_id": record.id})

    def _check_own_files(self, files, loose):
        if self.env.su:
            return
        mine = (self._name, self.id)
        foreign = (files - loose).filtered(lambda one: (one.res_model, one.res_id) != mine)
        if foreign or loose.filtered(lambda one: one.create_uid != self.env.user):
            raise AccessError(
                self.env._("A file of somebody else cannot be attached. Upload it again.")
            )
