from odoo import api, models


class OpsOpenPartMixin(models.AbstractModel):
    """A line that is added, changed and removed only while its document is open.

    The model says in ``_check_open`` what that means; methods in superuser mode are not asked.
    """

    _name = "ops.open.part.mixin"
    _description = "Line of an open document"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._ask_open()
        return lines

    def write(self, vals):
        """Ask before and after: a line may be moved to another document."""
        self._ask_open()
        result = super().write(vals)
        self._ask_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._ask_open()

    def _ask_open(self):
        if not self.env.su:
            self._check_open()

    def _check_open(self):
        """:raise UserError: when lines of this document stay as they are"""
