from odoo import fields, models


class OpsVisitTiering(models.TransientModel):
    """Asks which tier customers belong to."""

    _name = "ops.visit.tiering"
    _description = "Tier of customers chosen"

    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    tier_id = fields.Many2one("ops.visit.tier", "Tier", required=True)

    def action_confirm(self):
        """Put the customers in the tier."""
        self.ensure_one()
        self.partner_ids.check_access("read")
        self.partner_ids._ops_check_planner()
        self.partner_ids.sudo()._ops_set_tier(self.tier_id)
        return {"type": "ir.actions.act_window_close"}
