from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    ops_warranty_months = fields.Integer(
        "Warranty of the maker (months)", help="0: the maker gives none."
    )
    ops_warranty_basis = fields.Selection(
        [("purchase", "Purchase"), ("fitting", "First fitting")],
        "Warranty runs from",
        default="purchase",
        required=True,
    )
    ops_maker_id = fields.Many2one("res.partner", "Maker", ondelete="restrict")

    _ops_months = models.Constraint(
        "CHECK (ops_warranty_months >= 0)", "A warranty lasts no months or more."
    )
