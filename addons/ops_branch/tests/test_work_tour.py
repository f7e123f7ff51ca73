"""Work orders in the browser: the technician at phone width, the manager who accepts."""

from odoo.tests import HttpCase, tagged

from .common_work import WorkCase


@tagged("post_install", "-at_install")
class TestWorkPhone(WorkCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_from_the_home_page_to_the_finished_order(self):
        order = self._order(subject="Tour order")
        self.start_tour("/odoo", "ops_work_technician", login="t_near_technician", timeout=180)
        self.assertEqual(order.state, "finished")
        self.assertEqual(sorted(order.photo_ids.mapped("kind")), ["after", "before"])
        self.assertEqual(order.serial_ids.lot_id, self.lots["near"][0])
        self.assertEqual((order.signed_by, bool(order.signed_at)), ("Mr Fleet", True))
        self.assertEqual(order.sudo()._pickings().state, "done")


@tagged("post_install", "-at_install")
class TestWorkDesk(WorkCase, HttpCase):
    def test_accepted_by_the_manager(self):
        order = self._begun(subject="Tour order")
        self._prove(order)
        order.action_finish()
        self.start_tour("/odoo", "ops_work_accept", login="t_near_bm", timeout=180)
        self.assertEqual(order.accepted_by_id, self.bm)

    def test_accepted_without_proof_with_a_reason(self):
        order = self._begun(subject="Tour order")
        order.action_finish()
        self.start_tour("/odoo", "ops_work_override", login="t_near_bm", timeout=180)
        self.assertEqual((order.is_overridden, order.state), (True, "accepted"))
