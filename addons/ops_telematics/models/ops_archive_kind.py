from odoo import api, fields, models

from .ops_vehicle import KINDS


class OpsArchiveKind(models.Model):
    """A paper or photo the archive of a vehicle has to hold; which ones is data, not code."""

    _name = "ops.archive.kind"
    _description = "Kind of evidence"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    required = fields.Boolean("Must be there", default=True)
    vehicle_kind = fields.Selection(
        KINDS, "Only for", help="Empty: for every vehicle.", default=False
    )
    hint = fields.Char("What it shows", translate=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)

    @api.model_create_multi
    def create(self, vals_list):
        kinds = super().create(vals_list)
        self.env["ops.archive"].sudo()._refresh()
        return kinds

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"required", "vehicle_kind", "active", "company_id"}:
            self.env["ops.archive"].sudo()._refresh()
        return result
