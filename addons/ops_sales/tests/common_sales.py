"""Fixtures: a price list, products at 1,280 and 500 yuan, and helpers for policies and orders.

``BranchCase`` gives the branches ``self.near`` (where all roles are) and ``self.far``; the seller
is the salesperson of a branch.
"""

import base64

from odoo.fields import Command

from odoo.addons.ops_branch.tests.common_branch import BranchCase

#: How far a contract of the fixtures goes.
WAY = ("draft", "confirmed", "sealed", "running")


class SalesCase(BranchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Policies of the demo would count for our products too.
        cls.env["ops.sales.policy"].search([]).state = "withdrawn"
        cls.sd, cls.mm, cls.sa = (cls.users[code] for code in ("sd", "mm", "sa"))
        cls.seller = cls.near_users["branch_sales"]
        cls.category = cls.env["product.category"].create({"name": "t devices"})
        cls.device, cls.cable = cls.env["product.product"].create(
            [
                {
                    "name": name,
                    "type": "consu",
                    "list_price": price,
                    "taxes_id": [],
                    "categ_id": cls.category.id,
                }
                for name, price in (("t device", 1280), ("t cable", 500))
            ]
        )
        cls.service = cls.env["product.product"].create(
            {
                "name": "t service",
                "type": "service",
                "invoice_policy": "order",
                "taxes_id": [],
                "categ_id": cls.category.id,
            }
        )
        cls.customers = {
            name: cls.env["res.partner"].create({"name": f"t customer {name}", "is_company": True})
            for name in ("near", "far")
        }

    @classmethod
    def _policy(cls, name="t policy", limits=((("branch_sales",), 10),), published=True, **vals):
        """A policy of the deputy sales manager; limits are (codes of roles, percent)."""
        policy = (
            cls.env["ops.sales.policy"]
            .with_user(cls.sd)
            .create(
                {
                    "name": name,
                    "date_from": "2026-01-01",
                    "clause_ids": [
                        Command.create(cls._clause(number, *limit))
                        for number, limit in enumerate(limits, 1)
                    ],
                    **vals,
                }
            )
        )
        if published:
            policy.action_submit()
            policy.with_user(cls.mm).action_approve()
        return policy

    @classmethod
    def _clause(cls, number, codes, percent):
        roles = cls.env["ops.role"].search([("code", "in", codes)])
        return {
            "number": f"3.{number}",
            "text": f"t clause {number}",
            "is_limit": True,
            "role_ids": roles.ids,
            "percent": percent,
        }

    @classmethod
    def _order(cls, *lines, seller=None, customer="near", **vals):
        """A quotation; lines are (product, pieces, price, discount in percent)."""
        items = [
            {
                "product_id": product.id,
                "product_uom_qty": pieces,
                "price_unit": price,
                "discount": discount,
            }
            for product, pieces, price, discount in lines
        ]
        orders = cls.env["sale.order"].with_user(seller or cls.seller)
        return orders.create(
            {
                "partner_id": cls.customers[customer].id,
                "order_line": [Command.create(item) for item in items],
                **vals,
            }
        )

    @classmethod
    def _contract(cls, seller=None, customer="near", until="draft", **vals):
        """A contract of 100,000 yuan, taken as far as ``until``: confirmed, sealed, running."""
        contract = (
            cls.env["ops.contract"]
            .with_user(seller or cls.seller)
            .create(
                {
                    "name": "t contract",
                    "partner_id": cls.customers[customer].id,
                    "amount": 100000,
                    "body": "One\nTwo\nThree",
                    **vals,
                }
            )
        )
        for step in ("confirmed", "sealed", "running")[: WAY.index(until)]:
            getattr(cls, f"_{step}")(contract)
        return contract

    @classmethod
    def _confirmed(cls, contract):
        contract.action_submit()
        contract.with_user(cls.sd).action_approve()
        contract.with_user(cls.mm).action_approve()

    @classmethod
    def _sealed(cls, contract):
        contract.with_user(cls.sa)._seal("contract", 4, "t")

    @classmethod
    def _running(cls, contract):
        scan = {"contract_id": contract.id, "name": "t.pdf", "file": base64.b64encode(b"t")}
        return cls.env["ops.contract.scan"].with_user(cls.sa).create(scan)

    @classmethod
    def _invoice(cls, order, day=None):
        """Everything of a confirmed order invoiced and posted."""
        invoice = order.sudo()._create_invoices()
        invoice.invoice_date = day or cls.env.company._ops_today()
        invoice.action_post()
        return invoice

    @classmethod
    def _pay(cls, invoice, amount, day=None):
        """Money that came in on invoices, or that was paid back on credit notes, reconciled."""
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        vals = {"amount": amount, **({"payment_date": day} if day else {})}
        return wizard.create(vals)._create_payments()
