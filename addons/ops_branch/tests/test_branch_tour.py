from odoo.tests import HttpCase, tagged

from .common_cash import CashCase

PATIENCE_S = 240


@tagged("post_install", "-at_install")
class TestBranchTour(CashCase, HttpCase):
    """In the browser, each step as the role whose duty it is."""

    def test_branch_in_one_step(self):
        self.start_tour("/odoo/ops-branches", "ops_branch_open", login="t_dm", timeout=PATIENCE_S)
        branch = self.env["ops.branch"].search([("code", "=", "TOUR")])
        self.assertEqual((branch.state, branch.warehouse_id.name), ("closing", "Tour branch"))

    def test_cash_day_from_entry_to_acceptance(self):
        self.kinds["in"].name = "Tour kind"
        self.start_tour(
            "/odoo/ops-cash-days", "ops_cash_keep", login="t_near_cashier", timeout=PATIENCE_S
        )
        day = self.env["ops.cash.day"].search([("branch_id", "=", self.near.id)])
        self.assertEqual((day.state, day.counted), ("closed", 150))
        self.start_tour(
            "/odoo/ops-cash-acceptance", "ops_cash_accept", login="t_fin", timeout=PATIENCE_S
        )
        self.assertEqual((day.state, len(day._statement_lines())), ("accepted", 1))
