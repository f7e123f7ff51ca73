from odoo import fields, models


class OpsWorkKind(models.Model):
    """A kind of work and the proof it asks for: photos, serials, checklist, signature."""

    _name = "ops.work.kind"
    _description = "Kind of work"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    photos_before = fields.Integer("Photos before", help="How many are needed at least.")
    photos_after = fields.Integer("Photos after", default=1, help="How many are needed at least.")
    needs_fitted = fields.Boolean("A serial must be fitted")
    needs_removed = fields.Boolean("A serial must be removed")
    needs_signature = fields.Boolean("The customer signs", default=True)
    hours = fields.Float("Usual hours", default=2, help="Planned end of a new order.")
    fee_product_id = fields.Many2one(
        "product.product",
        "Usual fee",
        domain=[("type", "=", "service"), ("sale_ok", "=", True)],
        help="Proposed on each new order that is no warranty.",
    )
    check_ids = fields.One2many("ops.work.kind.check", "kind_id", "Checklist", copy=True)
    color = fields.Integer()

    _photos = models.Constraint(
        "CHECK (photos_before >= 0 AND photos_after >= 0)", "Photos are counted from 0 on."
    )
    _hours = models.Constraint("CHECK (hours > 0)", "Enter how many hours it usually takes.")
