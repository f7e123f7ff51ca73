"""In the browser: cards asked for and sent, a top-up to its payment, fees renewed."""

from odoo.tests import HttpCase, tagged

from .test_prepaid import PrepaidCase
from .test_service import ServiceCase
from .test_sim_batch import BatchCase

PATIENCE_S = 240


@tagged("post_install", "-at_install")
class TestBatchTour(BatchCase, HttpCase):
    def test_asked_and_sent_from_the_list_of_cards(self):
        self.env["ops.sim"].search([("id", "!=", self.card.id)]).active = False
        self.start_tour("/odoo/ops-sims", "ops_batch_ask", login="t_da", timeout=PATIENCE_S)
        line = self.env["ops.sim.batch.line"].search([("sim_id", "=", self.card.id)])
        self.assertEqual((line.kind, line.state), ("stop", "sent"))


@tagged("post_install", "-at_install")
class TestTopupTour(PrepaidCase, HttpCase):
    def test_from_the_low_balance_to_the_payment(self):
        self.env["ops.operator.account"].search([("id", "!=", self.account.id)]).active = False
        self.env["ops.sim.batch"].search([]).sudo().write({"state": "dropped"})
        for where, tour, login in (
            ("ops-operator-accounts", "ops_topup_ask", "t_da"),
            ("ops-sim-batches", "ops_topup_approve", "t_dm"),
            ("ops-sim-batches", "ops_topup_pay", "t_fin"),
        ):
            self.start_tour(f"/odoo/{where}", tour, login=login, timeout=PATIENCE_S)
        self._assert_balance(500)


@tagged("post_install", "-at_install")
class TestServiceTour(ServiceCase, HttpCase):
    def test_renewed_and_invoiced(self):
        today = self.env.company._ops_today()
        first = self._charge(since=today)
        where = "/odoo/ops-service-renewals"
        self.start_tour(where, "ops_service_renew", login="t_sa", timeout=PATIENCE_S)
        self.assertTrue(first.period_ids.move_id)
        second = self._charge(self.second, since=today)
        where = "/odoo/ops-service-runs"
        self.start_tour(where, "ops_service_run", login="t_fin", timeout=PATIENCE_S)
        self.assertTrue(second.period_ids.move_id)
