from odoo import api, models
from odoo.exceptions import AccessError


class OpsPaperMixin(models.AbstractModel):
    """A paper with a state bar of its own, of which approval is one part of the way."""

    _name = "ops.paper.mixin"
    _description = "Paper with its own states"
    _inherit = ["ops.approval.mixin"]

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Show one state bar only: that of the paper, where the form has one."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and arch.find(".//header/field[@name='state']") is not None:
            for bar in arch.findall(".//header/field[@name='approval_state']"):
                bar.set("invisible", "1")
        return arch, view

    def _adopt_attachments(self):
        """Tie files just uploaded to their paper, so that who sees it sees them.

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
