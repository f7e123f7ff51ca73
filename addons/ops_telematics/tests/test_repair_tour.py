"""In the browser from the notice to the audited repair, and to the maker and back."""

from odoo.tests import HttpCase, tagged

from .common_repair import RepairCase

PATIENCE_S = 240


@tagged("post_install", "-at_install")
class TestRepairTour(RepairCase, HttpCase):
    def _tour(self, name, login, where="/odoo"):
        self.start_tour(where, name, login=login, timeout=PATIENCE_S)

    def test_from_the_notice_to_the_audit(self):
        notice = self._notice(subject="Tour notice")
        other = self._notice(subject="Tour other notice")
        lot = self._stock("TOUR-R1", self.near)
        self._tour("ops_notice_repair", "t_da")
        self._tour("ops_notice_handle", "t_da")
        self.assertEqual((notice.state, other.state), ("repair", "handled"))
        repair = notice.repair_id
        self._tour("ops_repair_technician", self.technician.login)
        self.assertEqual((self.vehicle.terminal_id.lot_id, repair.ops_audit), (lot, "waiting"))
        self._tour("ops_repair_return", "t_da")
        repair = repair.with_user(self.technician)
        self.assertEqual(repair.ops_audit, "returned")
        for kind in ("after", "serial"):
            self._photo(repair, kind)
        repair.action_ops_hand_in()
        self._tour("ops_repair_accept", "t_da")
        self.assertEqual((repair.ops_audit, notice.state), ("accepted", "handled"))

    def test_to_the_maker_and_back(self):
        maker = self.env["res.partner"].create({"name": "t maker", "is_company": True})
        lot = self._stock("TOUR-OLD", self.near)
        old = self._terminal("TOUR-OLD", self.near, lot_id=lot.id)
        rma = (
            self.env["ops.rma"]
            .with_user(self.bm)
            .create({"partner_id": maker.id, "branch_id": self.near.id})
        )
        rma.line_ids = [(0, 0, {"terminal_id": old.id, "fault": "t", "reason": "t"})]
        self._tour("ops_rma", self.bm.login, "/odoo/maker-returns")
        new = rma.line_ids.new_terminal_id
        self.assertEqual((new.serial, new.replaces_id), ("TOUR-NEW", old))
