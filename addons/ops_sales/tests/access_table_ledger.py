"""What each role may do to the sales ledger."""

from odoo.addons.ops_roles.tests.common_access import Row

from .access_table_contract import READ


def _ledger(case):
    """The row of an order of either branch."""
    found = []
    for name, branch in (("near", case.near), ("far", case.far)):
        order = case.env["sale.order"].create(
            {
                "partner_id": case.customers[name].id,
                "team_id": branch.team_id.id,
                "order_line": [(0, 0, {"product_id": case.service.id, "price_unit": 10})],
            }
        )
        order.action_confirm()
        found.append(case.env["ops.sales.ledger"].browse(order.order_line.id))
    return tuple(found)


LEDGER = {"ops.sales.ledger": Row(read=READ, pair=_ledger)}
