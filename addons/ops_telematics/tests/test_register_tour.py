"""The data administrator in the browser: register a vehicle, replace a card."""

from odoo.tests import HttpCase, tagged

from .test_register_form import FormCase


@tagged("post_install", "-at_install")
class TestRegisterTour(FormCase, HttpCase):
    def test_register_from_the_paper(self):
        lot = self._stock("TOUR-1", self.near)
        sim = self._sim(601)
        self.start_tour("/odoo", "ops_register", login="t_da", timeout=180)
        vehicle = self.env["ops.vehicle"].search([("plate", "=", "豫A60001")])
        self.assertEqual((vehicle.terminal_id.lot_id, vehicle.sim_id), (lot, sim))

    def test_replace_a_card(self):
        sim = self._sim(601)
        self.start_tour("/odoo", "ops_card_replace", login="t_da", timeout=180)
        self.assertEqual(self.fleet["near"][0].sim_id, sim)
