from datetime import timedelta

from odoo.tests import HttpCase, tagged

from .common_sales import SalesCase

PATIENCE_S = 240


@tagged("post_install", "-at_install")
class TestCustomerTour(SalesCase, HttpCase):
    """In the browser: the days of the branch salesperson and of the sales assistant."""

    def _tour(self, name, login, where):
        self.start_tour(where, name, login=login, timeout=PATIENCE_S)

    def test_the_salesperson(self):
        contract = self._contract(until="running")
        line = self.env["ops.collection.line"].create(
            {
                "contract_id": contract.id,
                "name": "Tour part",
                "amount": 100,
                "due_on": self.env.company._ops_today() - timedelta(days=3),
            }
        )
        login = self.seller.login
        self._tour("ops_collection_remind", login, "/odoo/payments-overdue")
        self.assertEqual(line.dunning_ids.answer, "Pays next week")
        self._tour("ops_visit_record", login, "/odoo/customer-visits")
        visit = self.env["ops.visit"].search([("issue", "=", "Tour issue")])
        self.assertEqual((visit.state, visit.request_id.state), ("done", "answered"))
        lead = self.env["crm.lead"].create(
            {
                "name": "Tour project",
                "partner_name": "Tour customer",
                "type": "opportunity",
                "user_id": self.seller.id,
                "team_id": self.near.team_id.id,
            }
        )
        self._tour("ops_customer_register", login, "/odoo/customer-registrations")
        self.assertEqual(lead.ops_report_state, "registered")

    def test_the_sales_assistant(self):
        self._order((self.service, 1, 480, 0)).action_confirm()
        self._tour("ops_contact_letter", "t_sa", "/odoo/contact-log")
        self.assertTrue(self.env["ops.contact.log"].search([("name", "=", "Tour letter")]))
        self._tour("ops_ledger_open", "t_sa", "/odoo/sales-ledger")
