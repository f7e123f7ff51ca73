"""Fixtures of notices, repairs and returns: ``self.fitted`` is at the near customer's by the books.

``self.technician`` and ``self.bm`` are of the near branch; ``_repair()`` is at work there,
``_proved()`` is done with a photo and words.
"""

from .test_register_form import FormCase

#: A picture of one point.
DOT = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    b"rkJggg=="
)


class RepairCase(FormCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician, cls.bm = cls.near_users["technician"], cls.near_users["bm"]
        cls.vehicle, cls.terminal, cls.card, cls.fitted = cls.fleet["near"]
        cls.fitted._put_unknown_at_customer()
        cls.cable = cls.env["product.product"].create({"name": "t cable", "is_storable": True})
        shelf = cls.near.warehouse_id.lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(cls.cable, shelf, 5)

    def _notice(self, **vals):
        vals = {"subject": "终端离线", "vehicle_id": self.vehicle.id, **vals}
        return self.env["ops.platform.notice"].with_user(self.da).create(vals)

    def _repair(self):
        """A repair at work, by its technician."""
        notice = self._notice()
        notice.action_repair()
        repair = notice.repair_id.with_user(self.technician)
        repair.action_ops_start()
        return repair

    def _photo(self, repair, kind="after"):
        photos = repair.env["ops.repair.photo"]
        return photos.create({"repair_id": repair.id, "kind": kind, "image": DOT})

    def _proved(self):
        """A repair that is done, with all its proof."""
        repair = self._repair()
        for kind in ("before", "after"):
            self._photo(repair, kind)
        repair.ops_result = "换了保险丝"
        repair.action_ops_done()
        return repair
