from odoo import api, fields, models


class OpsLotTwinMixin(models.AbstractModel):
    """A record beside one serial number of the native stock: the serial is made with it.

    Where it is, where it came from and who repaired it stays with the serial.
    """

    _name = "ops.lot.twin.mixin"
    _description = "Beside a serial number"
    _inherit = ["ops.scoped.mixin", "ops.guarded.mixin"]
    _guarded = ("lot_id",)

    lot_id = fields.Many2one(
        "stock.lot",
        "Serial in stock",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        copy=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Make records with their serials; a serial that is in stock already is taken over."""
        self.check_access("create")
        self._check_guarded(*vals_list)
        rows = [self._twin_vals(vals) for vals in vals_list]
        lots = self._twin_lots([row for row in rows if not row[1].get("lot_id")])
        full = [{**vals, "lot_id": vals.get("lot_id") or lots[key]} for key, vals in rows]
        # Default values of the serial's own fields must not reach the record beside it.
        made = super(OpsLotTwinMixin, self.sudo()).create(full).with_env(self.env)
        made.check_access("create")
        return made

    @api.model
    def _twin_vals(self, vals):
        """Return ((product id, serial), values without them) of one record to make."""
        raise NotImplementedError

    @api.model
    def _twin_lots(self, rows) -> dict:
        """Return ``{(product id, serial): lot id}``, making serials that do not exist (sudo)."""
        wanted = {key for key, _vals in rows}
        lots = self.env["stock.lot"].sudo()
        known = lots.search([("name", "in", [serial for _product, serial in wanted])])
        found = {(lot.product_id.id, lot.name): lot.id for lot in known}
        missing = sorted(wanted - found.keys())
        made = lots.create([{"product_id": one, "name": serial} for one, serial in missing])
        return found | dict(zip(missing, made.ids, strict=True))

    def action_open_lot(self):
        """Show the serial in stock with where it is and was (who has stock rights)."""
        self.ensure_one()
        self.check_access("read")
        self.lot_id.check_access("read")
        return self.lot_id._get_records_action()

    def action_open_work(self):
        """Show the work orders that fitted and removed it."""
        self.ensure_one()
        self.check_access("read")
        return self.sudo().lot_id.with_env(self.env).action_ops_source()

    def action_open_chain(self):
        """Show what became of this serial, by day."""
        self.ensure_one()
        self.check_access("read")
        lot = self.sudo().lot_id
        return self.env["ops.serial.event"]._open(lot, lot.name)
