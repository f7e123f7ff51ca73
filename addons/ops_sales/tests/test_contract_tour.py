from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common_sales import SalesCase

PATIENCE_S = 240


@tagged("post_install", "-at_install")
class TestContractTour(SalesCase, HttpCase):
    """In the browser from the template to the sealed paper, each as the role in charge."""

    def test_from_the_template_to_the_seal(self):
        self.env["ops.contract.template"].create(
            {
                "name": "Tour template",
                "clause_ids": [Command.create({"name": "1", "text": "Sold to {customer}."})],
            }
        )
        where = "/odoo/sales-contracts"
        for tour, login in (
            ("ops_contract_draft", self.seller.login),
            *(("ops_contract_review", "t_sd"), ("ops_contract_confirm", "t_mm")),
            ("ops_contract_seal", "t_sa"),
        ):
            self.start_tour(where, tour, login=login, timeout=PATIENCE_S)
        contract = self.env["ops.contract"].search([("name", "=", "Tour contract")])
        self.assertEqual((contract.state, contract.copies_sealed), ("sealed", 4))
        self.assertEqual(contract.version_count, 2)
