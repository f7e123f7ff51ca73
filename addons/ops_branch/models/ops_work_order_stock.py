"""Goods of a work order: scanned by the crew, moved by native transfers when it is finished."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class OpsWorkOrder(models.Model):
    """One transfer each way per finishing: branch → customer for what was fitted and used up,
    customer → branch for what was removed. The crew has no stock rights: it runs as superuser
    behind the checks of the buttons."""

    _inherit = "ops.work.order"

    serial_ids = fields.One2many("ops.work.serial", "order_id", "Serials")
    material_ids = fields.One2many("ops.work.material", "order_id", "Materials")
    picking_count = fields.Integer("Transfers", compute="_compute_picking_count")

    @api.depends("serial_ids.picking_id", "material_ids.picking_id")
    def _compute_picking_count(self):
        for order in self:
            order.picking_count = len(order.sudo()._pickings())

    def scan(self, text, direction=None):
        """Take a serial number, or the barcode of a material, that was scanned or typed.

        :param direction: ``fit`` or ``remove``; left out, it follows from where the serial is
        :return: what it was taken as, in words
        :raise UserError: naming a serial that is unknown, or not where it would have to be
        """
        self.ensure_one()
        self._check_working()
        text = (text or "").strip()
        lots = self.sudo()._lots(text)
        if lots:
            return self.sudo()._take_serial(text, lots, direction)
        return self.sudo()._take_material(text)

    def _lots(self, text):
        return self.env["stock.lot"].search(
            [("name", "=", text), ("company_id", "in", [False, self.company_id.id])]
        )

    def _take_serial(self, text, lots, direction):
        here = lots._ops_quants(self._shelf_domain()).lot_id
        there = lots._ops_quants([("location_id.usage", "=", "customer")]).lot_id
        if here and direction != "remove":
            lot, taken = here[:1], "fit"
        elif there and not here and direction != "fit":
            lot, taken = there[:1], "remove"
        else:
            raise UserError(self._not_there(text, direction or "fit"))
        self._check_free(lot)
        self.serial_ids = [
            Command.create({"lot_id": lot.id, "direction": taken, "user_id": self.env.uid})
        ]
        labels = dict(
            self.env["ops.work.serial"]._fields["direction"]._description_selection(self.env)
        )
        return f"{labels[taken]}: {lot.product_id.name} {lot.name}"

    def _take_material(self, text):
        product = self.env["product.product"].search([("barcode", "=", text)], limit=1)
        if not text or not product or product.tracking != "none":
            raise UserError(
                self.env._(
                    "%s is not known. Check the number; if it is right, have the storekeeper"
                    " receive it first.",
                    text or "–",
                )
            )
        line = self.material_ids.filtered(
            lambda one: one.product_id == product and not one.picking_id
        )
        if line:
            line[0].quantity += 1
        else:
            self.material_ids = [Command.create({"product_id": product.id})]
        return self.env._("Material: %s", product.name)

    def _shelf_domain(self):
        """Where the goods of the branch are."""
        return [("location_id", "child_of", self.branch_id.warehouse_id.lot_stock_id.id)]

    def _not_there(self, serial, direction):
        if direction == "fit":
            return self.env._(
                "%(serial)s is not in stock at %(branch)s. Have the storekeeper transfer it to the"
                " branch first.",
                serial=serial,
                branch=self.branch_id.name,
            )
        return self.env._(
            "%s is not at a customer's by the books and cannot be removed there. Check the number.",
            serial,
        )

    def _check_free(self, lot):
        """:raise UserError: when the serial waits on an order already"""
        waiting = self.env["ops.work.serial"].search(
            [("lot_id", "=", lot.id), ("picking_id", "=", False)], limit=1
        )
        if waiting.order_id == self:
            raise UserError(self.env._("%s is on this order already.", lot.name))
        if waiting:
            raise UserError(
                self.env._(
                    "%(serial)s waits on %(order)s already. Take it off there first.",
                    serial=lot.name,
                    order=waiting.order_id.name,
                )
            )

    def _move_goods(self):
        """Make and do the transfers of what is not moved yet (sudo, order locked)."""
        self.ensure_one()
        serials = self.serial_ids.filtered(lambda one: not one.picking_id)
        fitted = serials.filtered(lambda one: one.direction == "fit")
        materials = self.material_ids.filtered(lambda one: not one.picking_id)
        self._transfer("fit", fitted, materials)
        self._transfer("remove", serials - fitted, materials.browse())
        serials.moved_at = fields.Datetime.now()

    def _transfer(self, direction, serials, materials):
        if not (serials or materials):
            return
        quants = self._quants_of(direction, serials)
        source, target = self._places(direction)
        house = self.branch_id.warehouse_id
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": (
                    house.out_type_id if direction == "fit" else house.in_type_id
                ).id,
                "partner_id": self.partner_id.id,
                "origin": self.name,
                "location_id": source.id,
                "location_dest_id": target.id,
                "move_ids": [
                    Command.create(vals)
                    for vals in self._moves(serials, materials, source, target, quants)
                ],
            }
        )
        self._do(picking)
        serials.picking_id = picking
        materials.picking_id = picking

    def _places(self, direction):
        shelf = self.branch_id.warehouse_id.lot_stock_id
        customer = self.partner_id.property_stock_customer
        return (shelf, customer) if direction == "fit" else (customer, shelf)

    def _quants_of(self, direction, serials) -> dict:
        """Return ``{lot: location it is at}``.

        :raise UserError: naming a serial that is not there any more
        """
        wanted = (
            self._shelf_domain() if direction == "fit" else [("location_id.usage", "=", "customer")]
        )
        found = {one.lot_id: one.location_id for one in serials.lot_id._ops_quants(wanted)}
        for lot in serials.lot_id:
            if lot not in found:
                raise UserError(self._not_there(lot.name, direction))
        return found

    def _moves(self, serials, materials, source, target, places) -> list:
        shared = {
            "location_id": source.id,
            "location_dest_id": target.id,
            "company_id": self.company_id.id,
        }
        moves = [
            {
                **shared,
                "product_id": product.id,
                "product_uom_qty": len(lines),
                "move_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "lot_id": line.lot_id.id,
                            "quantity": 1,
                            "location_id": places[line.lot_id].id,
                            "location_dest_id": target.id,
                        }
                    )
                    for line in lines
                ],
            }
            for product, lines in serials.grouped("product_id").items()
        ]
        return moves + [
            {**shared, "product_id": line.product_id.id, "product_uom_qty": line.quantity}
            for line in materials
        ]

    def _do(self, picking):
        """Reserve what has no serial and do the transfer at once.

        :raise UserError: naming a material of which the branch does not hold enough
        """
        # Lines made through their move do not know the transfer by themselves.
        picking.move_ids.move_line_ids.picking_id = picking
        picking.action_confirm()
        picking.action_assign()
        for move in picking.move_ids:
            if move.product_uom.compare(move.quantity, move.product_uom_qty) < 0:
                raise UserError(
                    self.env._(
                        "%(branch)s holds only %(held)s of %(product)s, %(used)s are used. Correct"
                        " the quantity or have the storekeeper book the receipt first.",
                        branch=self.branch_id.name,
                        held=f"{move.quantity:g}",
                        product=move.product_id.display_name,
                        used=f"{move.product_uom_qty:g}",
                    )
                )
        picking.move_ids.picked = True
        picking._action_done()

    def _forget_goods(self):
        """Let go of what was scanned for an order that is given up (sudo).

        :raise UserError: when goods were moved already
        """
        if self._pickings():
            raise UserError(
                self.env._(
                    "%s: goods have been moved. Finish it instead, removing what was fitted.",
                    self.display_name,
                )
            )
        self.serial_ids.unlink()
        self.material_ids.unlink()

    def _pickings(self):
        return self.serial_ids.picking_id | self.material_ids.picking_id

    def action_open_pickings(self):
        """Show the transfers (who has stock rights)."""
        self.ensure_one()
        pickings = self.sudo()._pickings().with_env(self.env)
        pickings.check_access("read")
        return pickings._get_records_action(name=self.env._("Transfers"))
