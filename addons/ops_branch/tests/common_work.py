"""Fixtures of work orders, upon two branches.

``self.kind`` asks for a photo before and after, a fitted serial, a checklist of one point and the
signature. ``self.lots["near"]`` are serials in stock at the near branch, ``self.lots["far"]`` at
the far one. ``_order()`` is planned for the near technician; ``_begun()`` is at work.
"""

import base64
import io
from datetime import timedelta

from PIL import Image

from odoo import fields
from odoo.fields import Command

from .common_branch import BranchCase


def picture(colour=0):
    """Bytes of a small PNG; another colour is another picture."""
    content = io.BytesIO()
    Image.new("RGB", (8, 8), (colour, 0, 0)).save(content, "PNG")
    return content.getvalue()


class WorkCase(BranchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bm = cls.near_users["bm"]
        cls.crew = cls.near_users["technician"]
        cls.fee = cls.env["product.product"].create(
            {"name": "Fitting", "type": "service", "list_price": 120, "taxes_id": False}
        )
        cls.kind = cls.env["ops.work.kind"].create(
            {
                "name": "Fit",
                "photos_before": 1,
                "photos_after": 1,
                "needs_fitted": True,
                "needs_signature": True,
                "fee_product_id": cls.fee.id,
                "check_ids": [Command.create({"name": "Power checked"})],
            }
        )
        cls.terminal = cls.env["product.product"].create(
            {"name": "Terminal", "is_storable": True, "tracking": "serial"}
        )
        cls.cable = cls.env["product.product"].create(
            {"name": "Cable", "is_storable": True, "barcode": "T-CABLE"}
        )
        cls.customer = cls.env["res.partner"].create({"name": "Fleet", "street": "1 Ring Road"})
        cls.lots = {
            name: [cls._stocked(branch, f"T-{name}-{number}") for number in range(3)]
            for name, branch in (("near", cls.near), ("far", cls.far))
        }
        quants = cls.env["stock.quant"]
        quants._update_available_quantity(cls.cable, cls.near.warehouse_id.lot_stock_id, 10)

    @classmethod
    def _stocked(cls, branch, serial):
        lot = cls.env["stock.lot"].create({"name": serial, "product_id": cls.terminal.id})
        shelf = branch.warehouse_id.lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(cls.terminal, shelf, 1, lot_id=lot)
        return lot

    def _order(self, **vals):
        order = (
            self.env["ops.work.order"]
            .with_user(self.bm)
            .create(
                {
                    "kind_id": self.kind.id,
                    "branch_id": self.near.id,
                    "partner_id": self.customer.id,
                    "subject": "Fit a terminal",
                    "planned_start": fields.Datetime.now() - timedelta(minutes=10),
                    "crew_ids": self.staff["near"]["technician"].ids,
                    **vals,
                }
            )
        )
        order.action_plan()
        return order

    def _begun(self, **vals):
        """An order at work, as its crew sees it."""
        order = self._order(**vals).with_user(self.crew)
        order.action_start()
        return order

    def _photo(self, order, kind, key=None, content=None):
        photos = self.env["ops.work.photo"].with_user(self.crew)
        return photos._store(order, content or picture(), kind, key or f"{kind}-key")

    def _prove(self, order, serial="T-near-0"):
        """Bring all of its proof."""
        order.scan(serial)
        self._photo(order, "before")
        self._photo(order, "after")
        order.check_ids.action_ok()
        order.write({"signature": base64.b64encode(picture()), "signed_by": "Mr Fleet"})

    def _at(self, lot):
        """Where a serial is."""
        return (
            self.env["stock.quant"]
            .search([("lot_id", "=", lot.id), ("quantity", ">", 0)])
            .location_id
        )
