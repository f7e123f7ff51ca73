from odoo import api, models


class OpsApprovalPartMixin(models.AbstractModel):
    """A line of a document under approval: its edits are edits of the document.

    The model names the many2one to the document in ``_approval_parent``.
    """

    _name = "ops.approval.part.mixin"
    _description = "Line of a document under approval"

    _approval_parent = None

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines[self._approval_parent]._approval_after_edit()
        return lines

    def write(self, vals):
        parents = self[self._approval_parent]
        result = super().write(vals)
        (parents | self[self._approval_parent])._approval_after_edit()
        return result

    def unlink(self):
        parents = self[self._approval_parent]
        result = super().unlink()
        parents.exists()._approval_after_edit()
        return result
