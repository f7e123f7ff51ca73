"""What each role may do to plans of collection, money received, promises and reminders."""

from odoo.addons.ops_roles.tests.common_access import Row

from .access_table_contract import READ, WRITE, _contracts

DAY = "2026-03-01"


def _lines(case):
    make = case.env["ops.collection.line"].create
    part = {"name": "t", "due_on": DAY, "amount": 1}
    return tuple(make({"contract_id": contract.id, **part}) for contract in _contracts(case))


def _promises(case):
    make = case.env["ops.collection.promise"].create
    words = {"promised_on": DAY, "pay_on": DAY, "amount": 1, "note": "t"}
    return tuple(make({"line_id": line.id, **words}) for line in _lines(case))


def _dunnings(case):
    for line in (pair := _lines(case)):
        line.action_dun()
    return tuple(line.dunning_ids for line in pair)


def _receipts(case):
    """Ten yuan that came in on an invoice of a contract of either branch."""
    found = []
    for contract in _contracts(case):
        order = case.env["sale.order"].create(
            {
                "partner_id": contract.partner_id.id,
                "ops_contract_id": contract.id,
                "order_line": [(0, 0, {"product_id": case.service.id, "price_unit": 10})],
            }
        )
        order.action_confirm()
        case._pay(case._invoice(order), 10)
        found.append(contract.receipt_ids)
    return tuple(found)


COLLECTION = {
    "ops.collection.line": Row(read=READ, write=WRITE, create=WRITE, unlink=WRITE, pair=_lines),
    "ops.collection.receipt": Row(read=READ, pair=_receipts),
    "ops.collection.promise": Row(read=READ, create=WRITE, pair=_promises),
    "ops.dunning": Row(read=READ, write=WRITE, pair=_dunnings),
    "ops.dunning.step": Row(read=READ, write="sd dm", create="sd dm", unlink="sd dm"),
    "ops.customer.hold": Row(read="sd mm", write="sd mm", create="sd mm"),
}
