"""How goods on the way are booked: native transfers through the transit place, done at once."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..core.goods_way import compare
from ..core.stock_count import spread


class OpsTransfer(models.Model):
    """All of it runs in superuser mode under the lock of the transfer, after the actor's check."""

    _inherit = "ops.transfer"

    def _transit(self):
        """Return the transit place of the company, switched on when it is used first."""
        place = self.company_id.internal_transit_location_id
        if not place.active:
            place.active = True
        return place

    def _ship(self, quantities):
        """Book goods out of the sender's stock onto the way; return the moves.

        :param quantities: ``{(product, lot or none): quantity}``
        """
        stock, way = self.sender_id.lot_stock_id, self._transit()
        rows = {key: self._shares(key, stock, number) for key, number in quantities.items()}
        return self._book(self.sender_id.out_type_id, stock, way, rows)

    def _land(self, warehouse, quantities, origins):
        """Book goods from the way into the stock of ``warehouse``; return the moves."""
        stock, way = warehouse.lot_stock_id, self._transit()
        rows = {key: [(way, number)] for key, number in quantities.items()}
        return self._book(warehouse.in_type_id, way, stock, rows, origins)

    def _shares(self, key, stock, number) -> list:
        """Return ``[(place, quantity)]``: from where in the stock goods are taken.

        :raise UserError: there is not enough that is free
        """
        product, lot = key
        quants = self.env["stock.quant"]._gather(product, stock, lot_id=lot or None)
        free = [quant.quantity - quant.reserved_quantity for quant in quants]
        if product.uom_id.compare(sum(free), number) < 0:
            raise UserError(
                self.env._(
                    "%(house)s holds only %(free)s of %(goods)s that is free. Correct the quantity,"
                    " or release what is reserved.",
                    house=stock.warehouse_id.name,
                    free=sum(free),
                    goods=" ".join(filter(None, (product.display_name, lot.name))),
                )
            )
        shares = spread(-number, free)
        return [
            (quant.location_id, -share)
            for quant, share in zip(quants, shares, strict=True)
            if share
        ]

    def _book(self, kind, origin, target, rows, origins=None):
        """Make one native transfer and do it at once; return its moves.

        :param rows: ``{(product, lot or none): [(place, quantity)]}``
        :param origins: moves that brought the goods onto the way
        """
        places = {"location_id": origin.id, "location_dest_id": target.id}
        picking = self.env["stock.picking"].create(
            {
                **places,
                "picking_type_id": kind.id,
                "origin": self.name,
                "ops_transfer_id": self.id,
                "move_ids": [
                    Command.create(self._move_vals(key, shares, places))
                    for key, shares in rows.items()
                ],
            }
        )
        moves = picking.move_ids
        for move in moves:
            move.move_orig_ids = (origins or moves.browse()).filtered(
                lambda one, move=move: (
                    one.product_id == move.product_id and one.lot_ids == move.lot_ids
                )
            )
        moves._action_confirm(merge=False)
        moves.picked = True
        moves._action_done()
        return moves

    def _move_vals(self, key, shares, places) -> dict:
        product, lot = key
        shared = {"product_id": product.id, "product_uom_id": product.uom_id.id}
        return {
            **places,
            "product_id": product.id,
            "product_uom": product.uom_id.id,
            "product_uom_qty": sum(number for _place, number in shares),
            "move_line_ids": [
                Command.create(
                    {
                        **shared,
                        "lot_id": lot.id,
                        "quantity": number,
                        "location_id": place.id,
                        "location_dest_id": places["location_dest_id"],
                    }
                )
                for place, number in shares
            ],
        }

    def _receive(self, arrived):
        """Book in what arrived as it was sent and note what differs (the receiver).

        :param arrived: ``{(product, lot or none): quantity}`` as counted
        """
        self.ensure_one()
        self._check_end(self.receiver_id)
        self._lock()
        self._check_state("sent")
        sudo = self.sudo()
        accepted, _missing, surplus = compare(sudo.line_ids._quantities(), arrived)
        if accepted:
            sudo._land(sudo.receiver_id, accepted, sudo.picking_ids.move_ids)
        sudo._note_arrived(arrived, surplus)
        sudo.write(
            {
                "state": "difference" if any(sudo.line_ids.mapped("difference")) else "done",
                "received_at": fields.Datetime.now(),
                "received_by_id": self.env.uid,
            }
        )

    def _note_arrived(self, arrived, surplus):
        for line in self.line_ids:
            number = arrived.get((line.product_id, line.lot_id), 0)
            line.write({"arrived": number, "difference": number - line.quantity})
        known = self.line_ids._quantities()
        self.line_ids.create(
            [
                {
                    "transfer_id": self.id,
                    "product_id": product.id,
                    "lot_id": lot.id,
                    "quantity": 0,
                    "arrived": number,
                    "difference": number,
                }
                for (product, lot), number in surplus.items()
                if (product, lot) not in known
            ]
        )

    def _decide(self, bearer, reason):
        """Settle the difference (deputy centre manager): goods go to the stock of who bears it.

        Sender and receiver then have them in their books, and a count finds what is not there;
        what the carrier bears is written off. What came too much is booked out of the sender's
        stock and in at the receiver's.
        """
        self.ensure_one()
        self._check_decider()
        self._lock()
        self._check_state("difference")
        self.sudo()._book_decision(bearer)
        self.sudo().write(
            {
                "state": "done",
                "bearer": bearer,
                "decision": reason,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )

    def _book_decision(self, bearer):
        missing, surplus = self.line_ids._differences(-1), self.line_ids._differences(1)
        if surplus:
            self._land(self.receiver_id, surplus, self._ship(surplus))
        if missing and bearer == "carrier":
            self._write_off(missing)
        elif missing:
            house = self.sender_id if bearer == "sender" else self.receiver_id
            self._land(house, missing, self.picking_ids.move_ids)

    def _write_off(self, quantities):
        """Take goods from the way out of the books; the number of the transfer is their paper."""
        way = self._transit()
        moves = self.env["stock.move"].create(
            [
                {
                    **self._move_vals(
                        key,
                        [(way, number)],
                        {
                            "location_id": way.id,
                            "location_dest_id": key[0].property_stock_inventory.id,
                        },
                    ),
                    "is_inventory": True,
                    "inventory_name": self.name,
                    "origin": self.name,
                    "picked": True,
                    "state": "confirmed",
                }
                for key, number in quantities.items()
            ]
        )
        moves._action_done()
