from odoo import api, fields, models
from odoo.exceptions import AccessError


class OpsArchiveItem(models.Model):
    """One paper or photo in the archive of a vehicle; whoever put it in may take it out."""

    _name = "ops.archive.item"
    _description = "Paper of a vehicle"
    _order = "kind_id, id"
    _rec_name = "kind_id"

    archive_id = fields.Many2one("ops.archive", required=True, index=True, ondelete="cascade")
    kind_id = fields.Many2one(
        "ops.archive.kind", "Kind of evidence", required=True, index=True, ondelete="restrict"
    )
    file = fields.Binary(required=True, attachment=True)
    filename = fields.Char()
    note = fields.Char()
    user_id = fields.Many2one(
        "res.users",
        "Put in by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    department_id = fields.Many2one(
        related="archive_id.department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="archive_id.company_id", store=True, index=True, precompute=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create([{**vals, "user_id": self.env.uid} for vals in vals_list])
        items.archive_id.sudo()._refresh_of()
        return items

    def write(self, vals):
        self._check_own()
        archives = self.archive_id
        result = super().write(vals)
        (archives | self.archive_id).sudo()._refresh_of()
        return result

    def unlink(self):
        self._check_own()
        archives = self.archive_id.sudo()
        result = super().unlink()
        archives._refresh_of()
        return result

    def _check_own(self):
        """:raise AccessError: for papers others put in, but for data administrators"""
        if self.env.su or self.env.user.has_group("ops_roles.group_da"):
            return
        if self.user_id - self.env.user:
            raise AccessError(
                self.env._("Papers others put in are changed by data administrators only.")
            )
