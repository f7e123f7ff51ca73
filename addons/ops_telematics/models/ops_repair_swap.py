from odoo import fields, models


class OpsRepairSwap(models.Model):
    """A serial that a repair took out, and the one in its place; written by the dialog only."""

    _name = "ops.repair.swap"
    _description = "Serial swapped by a repair"
    _order = "id"
    _rec_name = "new_lot_id"

    repair_id = fields.Many2one(
        "repair.order", required=True, readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        related="repair_id.ops_department_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="repair_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        [("terminal", "Terminal"), ("card", "Card")], required=True, readonly=True
    )
    old_lot_id = fields.Many2one(
        "stock.lot", "Taken out", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    new_lot_id = fields.Many2one(
        "stock.lot", "Put in", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    installation_id = fields.Many2one(
        "ops.installation", "Since then", readonly=True, ondelete="restrict"
    )
    day = fields.Date(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Swapped by", required=True, readonly=True)
