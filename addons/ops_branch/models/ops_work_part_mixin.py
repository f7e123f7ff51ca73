from odoo import fields, models


class OpsWorkPartMixin(models.AbstractModel):
    """A part of a work order: it is seen with the order and changed while the order is open."""

    _name = "ops.work.part.mixin"
    _description = "Part of a work order"

    order_id = fields.Many2one("ops.work.order", required=True, index=True, ondelete="cascade")
    department_id = fields.Many2one(
        related="order_id.department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, index=True, precompute=True
    )
    order_state = fields.Selection(related="order_id.state", string="State of the order")
