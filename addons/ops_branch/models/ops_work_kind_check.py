from odoo import fields, models


class OpsWorkKindCheck(models.Model):
    """A point of the checklist; each new order of the kind gets a copy to answer."""

    _name = "ops.work.kind.check"
    _description = "Point of a checklist"
    _order = "sequence, id"

    kind_id = fields.Many2one("ops.work.kind", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char("What to check", required=True, translate=True)
    is_required = fields.Boolean("Must be answered", default=True)
