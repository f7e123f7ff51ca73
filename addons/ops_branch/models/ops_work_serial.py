from odoo import api, fields, models
from odoo.exceptions import UserError


class OpsWorkSerial(models.Model):
    """A serial number fitted or removed by a work order; the history at the source 源头."""

    _name = "ops.work.serial"
    _description = "Serial of a work order"
    _inherit = ["ops.guarded.mixin", "ops.work.part.mixin"]
    _order = "id desc"
    _rec_name = "serial"
    _guarded = ("order_id", "lot_id", "direction", "picking_id", "moved_at", "user_id")

    direction = fields.Selection(
        [("fit", "Fitted"), ("remove", "Removed")], required=True, readonly=True
    )
    lot_id = fields.Many2one(
        "stock.lot", "Serial record", required=True, index=True, ondelete="restrict", readonly=True
    )
    serial = fields.Char(
        "Serial", related="lot_id.name", store=True, index="trigram", precompute=True
    )
    product_id = fields.Many2one(related="lot_id.product_id", store=True, precompute=True)
    user_id = fields.Many2one("res.users", "Scanned by", required=True, readonly=True)
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", index="btree_not_null", ondelete="restrict", readonly=True
    )
    moved_at = fields.Datetime("When", readonly=True, help="When the work was finished.")
    branch_id = fields.Many2one(related="order_id.branch_id", store=True, precompute=True)
    partner_id = fields.Many2one(
        related="order_id.partner_id", store=True, index=True, precompute=True
    )
    site = fields.Char(related="order_id.site")
    crew_ids = fields.Many2many(related="order_id.crew_ids", string="Crew of the order")
    photo_count = fields.Integer(related="order_id.photo_count", string="Photos of the order")

    # A serial is in one pair of hands: it waits on one order at a time.
    _one_order = models.UniqueIndex(
        "(lot_id) WHERE picking_id IS NULL",
        "This serial waits on a work order already. Finish or correct that one first.",
    )

    def action_remove(self):
        """Take a scanned serial off again before it is moved (crew)."""
        for line in self:
            line.order_id._check_working()
            if line.sudo().picking_id:
                raise UserError(
                    self.env._("%s has been moved. Remove or fit it back instead.", line.serial)
                )
        self.sudo().unlink()

    def action_open_order(self):
        """Show the work order."""
        self.ensure_one()
        self.check_access("read")
        return self.order_id._get_records_action()

    def action_open_photos(self):
        """Show the photos of the work this serial was fitted or removed by."""
        self.ensure_one()
        self.check_access("read")
        return self.order_id.action_open_photos()

    @api.depends("serial", "direction")
    def _compute_display_name(self):
        labels = dict(self._fields["direction"]._description_selection(self.env))
        for line in self:
            line.display_name = f"{line.serial} {labels.get(line.direction, '')}"
