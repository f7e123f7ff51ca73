from odoo.tests import HttpCase, tagged

from .common_sales import SalesCase

PATIENCE_S = 240


@tagged("post_install", "-at_install")
class TestPolicyTour(SalesCase, HttpCase):
    """In the browser from the policy to the order it holds back, each as the role in charge."""

    def _tour(self, name, login, where):
        self.start_tour(where, name, login=login, timeout=PATIENCE_S)

    def test_from_the_policy_to_the_order(self):
        self._tour("ops_policy_write", "t_sd", "/odoo/sales-policies")
        policy = self.env["ops.sales.policy"].search([("name", "=", "Tour policy")])
        self.assertEqual((policy.approval_state, policy.clause_ids.percent), ("pending", 10))
        self._tour("ops_policy_approve", "t_mm", f"/odoo/sales-policies/{policy.id}")
        self.assertEqual(policy.state, "published")
        order = self._order((self.device, 1, 1000, 0))
        self._tour("ops_policy_read", self.seller.login, f"/odoo/sales-policies/{policy.id}")
        signed = policy.document_id.receipt_ids.filtered("read_at").user_id
        self.assertEqual(signed, self.seller)
        self._tour("ops_order_submit", self.seller.login, "/odoo/quotations-held")
        self._tour("ops_order_approve", "t_sd", "/odoo/quotations-held")
        self._tour("ops_order_confirm", self.seller.login, f"/odoo/branch-orders/{order.id}")
        self.assertEqual(order.state, "sale")
