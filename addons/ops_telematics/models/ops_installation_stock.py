"""Serials follow what is fitted: branch → customer, and back when it is taken out."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL


class OpsInstallation(models.Model):
    _inherit = "ops.installation"

    @api.model
    def _fit(self, vehicle, terminal, card, day, **vals):
        """Note what is fitted from a day on, and move its serials to the customer (sudo).

        :raise UserError: when the place of the vehicle has a terminal already
        """
        slot = vals.get("slot", "main")
        busy = vehicle.sudo().current_ids.filtered(lambda one: one.slot == slot)
        if busy:
            raise UserError(
                self.env._(
                    "%(vehicle)s has the terminal %(terminal)s there already. Replace it, or take"
                    " it out first.",
                    vehicle=vehicle.display_name,
                    terminal=busy[:1].terminal_id.serial,
                )
            )
        fitted = self.create(
            {
                "vehicle_id": vehicle.id,
                "terminal_id": terminal.id,
                "sim_id": card.id,
                "partner_id": vehicle.partner_id.id,
                "department_id": vehicle.department_id.id,
                "date_from": day,
                **vals,
            }
        )
        fitted.flush_recordset()
        fitted._move_to_customer()
        return fitted

    def _swap(self, day, reason, **changed):
        """Put another card or terminal in the place of what is fitted (sudo).

        :param changed: ``sim_id`` or ``terminal_id`` with the record that comes in
        """
        self.ensure_one()
        for twin in changed.values():
            self._check_in_reach(self.department_id.ops_branch_id, twin.lot_id)
        old = self._lots()
        news = self._succeed(day, reason, **{name: one.id for name, one in changed.items()})
        self._move_back(old - news._lots())
        news._move_to_customer()
        return news

    def _take_out(self, day, reason):
        """End what is fitted; its serials go back to the shelf of the branch (sudo)."""
        self._end(day, reason)
        self._move_back(self._lots())

    def _lots(self):
        return self.terminal_id.lot_id | self.sim_id.lot_id

    def _move_to_customer(self):
        """Move what lies in the warehouse of the branch to its customer (sudo).

        A serial that is at the customer's already, by a work order, stays there. One that was
        never in stock is put there as it is: what was fitted before the books began.
        """
        for (place, partner), rows in self.grouped(
            lambda one: (one.department_id, one.partner_id)
        ).items():
            branch = place.ops_branch_id
            shelf = branch.warehouse_id.view_location_id
            quants = rows._lots()._ops_quants([("location_id", "child_of", shelf.ids)])
            if branch and quants:
                rows._picking(branch, partner, quants, out=True)
        self._put_unknown_at_customer()

    def _move_back(self, lots):
        """Move serials that were taken out to the shelf of the branch (sudo)."""
        for (place, partner), rows in self.grouped(
            lambda one: (one.department_id, one.partner_id)
        ).items():
            branch = place.ops_branch_id
            mine = rows._lots() & lots
            quants = mine._ops_quants([("location_id.usage", "=", "customer")])
            if branch and quants:
                rows._picking(branch, partner, quants, out=False)

    def _picking(self, branch, partner, quants, out):
        """Make and do the transfer of quants of serials, one move per product."""
        house = branch.warehouse_id
        customer = partner.property_stock_customer
        source = quants[:1].location_id if len(quants.location_id) == 1 else house.lot_stock_id
        places = (source, customer) if out else (customer, house.lot_stock_id)
        shared = {
            "location_id": places[0].id,
            "location_dest_id": places[1].id,
            "company_id": branch.company_id.id,
        }
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": (house.out_type_id if out else house.in_type_id).id,
                "partner_id": partner.id,
                "origin": ", ".join(self.vehicle_id.mapped("plate")[:5]),
                "location_id": places[0].id,
                "location_dest_id": places[1].id,
                "move_ids": [
                    Command.create(self._move_vals(shared, product, rows))
                    for product, rows in quants.grouped("product_id").items()
                ],
            }
        )
        picking.move_ids.move_line_ids.picking_id = picking
        picking.action_confirm()
        picking.move_ids.picked = True
        picking._action_done()
        return picking

    def _move_vals(self, shared, product, quants):
        line = {"product_id": product.id, "quantity": 1}
        return {
            **shared,
            "product_id": product.id,
            "product_uom_qty": len(quants),
            "move_line_ids": [
                Command.create(
                    {
                        **line,
                        "lot_id": one.lot_id.id,
                        "location_id": one.location_id.id,
                        "location_dest_id": shared["location_dest_id"],
                    }
                )
                for one in quants
            ],
        }

    def _put_unknown_at_customer(self):
        """Put serials that are nowhere in stock at their customers, set-based."""
        lots = self._lots()
        self.env["stock.quant"].flush_model()
        customer = self.env.ref("stock.stock_location_customers").id
        params = {
            "customer": customer,
            "uid": self.env.uid,
            "now": SQL("now() AT TIME ZONE 'UTC'"),
            "lots": lots.ids,
        }
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO stock_quant (product_id, lot_id, location_id, quantity,
                       reserved_quantity, inventory_quantity, inventory_quantity_set, in_date,
                       create_uid, create_date, write_uid, write_date)
                SELECT lot.product_id, lot.id, %(customer)s, 1, 0, 0, FALSE, %(now)s, %(uid)s,
                       %(now)s, %(uid)s, %(now)s
                  FROM stock_lot lot
                 WHERE lot.id = ANY(%(lots)s) AND NOT EXISTS (
                       SELECT FROM stock_quant quant
                        WHERE quant.lot_id = lot.id AND quant.quantity > 0)
             RETURNING lot_id
                """,
                **params,
            )
        )
        put = [row[0] for row in self.env.cr.fetchall()]
        self.env.cr.execute(
            "UPDATE stock_lot SET location_id = %s WHERE id = ANY(%s)", [customer, put]
        )
        self.env["stock.quant"].invalidate_model()
        lots.invalidate_recordset()

    @api.model
    def _check_in_reach(self, branch, lot):
        """Check that a serial may be fitted by a branch: not in another's warehouse (sudo).

        :raise UserError: naming the warehouse
        """
        quants = lot._ops_quants([("location_id.usage", "in", ("internal", "transit"))])
        other = quants.filtered(lambda one: one.location_id.warehouse_id != branch.warehouse_id)
        if other:
            raise UserError(
                self.env._(
                    "%(serial)s lies in %(place)s by the books. Have it transferred to"
                    " %(branch)s first.",
                    serial=lot.name,
                    place=other[:1].location_id.warehouse_id.name
                    or other[:1].location_id.display_name,
                    branch=branch.name,
                )
            )
