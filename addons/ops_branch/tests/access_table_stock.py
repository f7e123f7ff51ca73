"""Rows of the access table: counts (who counts reads no results), goods on the way, papers."""

from odoo.addons.ops_roles.tests.common_access import Row

JUDGES = "dm bm"
READERS = "gm mm dm sd bm fin"
COUNTERS = "storekeeper technician"
MOVERS = "dm bm sa storekeeper"
MOVERS_READ = f"gm mm sd fin {MOVERS}"
HANDS = "dm bm sa da storekeeper technician branch_sales"
HANDS_READ = f"gm mm sd {HANDS}"
STEP = {"read": JUDGES, "write": JUDGES, "create": JUDGES}


def _plans(case):
    plans = case.env["ops.stock.plan"]
    return tuple(plans.create({"branch_id": branch.id}) for branch in (case.near, case.far))


def _counts(case):
    counts = case.env["ops.stock.count"]
    return tuple(counts.create({"branch_id": branch.id}) for branch in (case.near, case.far))


def _items(case):
    product = case.env["product.product"].create({"name": "t", "is_storable": True})
    return tuple(
        case.env["ops.stock.count.item"].create({"count_id": count.id, "product_id": product.id})
        for count in _counts(case)
    )


def _entries(case):
    vals = {"round": 1, "quantity": 1, "user_id": case.env.uid, "at": "2026-11-02 01:00:00"}
    return tuple(
        case.env["ops.stock.count.entry"].create(
            {**vals, "item_id": item.id, "location_id": _shelf(item.count_id)}
        )
        for item in _items(case)
    )


def _lines(case):
    return tuple(
        case.env["ops.stock.count.line"].create(
            {
                "count_id": item.count_id.id,
                "product_id": item.product_id.id,
                "location_id": _shelf(item.count_id),
            }
        )
        for item in _items(case)
    )


def _shelf(count):
    return count.branch_id.warehouse_id.lot_stock_id.id


def _transfers(case):
    """Goods each branch sends to headquarters: seen by who is in charge of it."""
    house = case.env["ops.transfer"]._headquarters()[:1]
    return tuple(
        case.env["ops.transfer"].create(
            {"sender_id": branch.warehouse_id.id, "receiver_id": house.id}
        )
        for branch in (case.near, case.far)
    )


def _transfer_lines(case):
    product = case.env["product.product"].create({"name": "t", "is_storable": True})
    return tuple(
        case.env["ops.transfer.line"].create({"transfer_id": one.id, "product_id": product.id})
        for one in _transfers(case)
    )


def _handovers(case):
    vals = {"subject": "t", "direction": "up"}
    return tuple(
        case.env["ops.handover"].create({**vals, "branch_id": branch.id})
        for branch in (case.near, case.far)
    )


def _handover_lines(case):
    return tuple(
        case.env["ops.handover.line"].create({"handover_id": batch.id, "number": "t"})
        for batch in _handovers(case)
    )


STOCK = {
    "ops.stock.plan": Row(
        read=f"{READERS} storekeeper", write=JUDGES, create=JUDGES, unlink=JUDGES, pair=_plans
    ),
    "ops.stock.count": Row(
        read=f"{READERS} {COUNTERS}", write=JUDGES, create=JUDGES, unlink=JUDGES, pair=_counts
    ),
    "ops.stock.count.item": Row(read=f"{READERS} {COUNTERS}", pair=_items),
    "ops.stock.count.entry": Row(read=f"{READERS} {COUNTERS}", pair=_entries),
    "ops.stock.count.line": Row(read=READERS, write=JUDGES, pair=_lines),
    "ops.transfer": Row(
        read=MOVERS_READ, write=MOVERS, create=MOVERS, unlink=MOVERS, pair=_transfers
    ),
    "ops.transfer.line": Row(
        read=MOVERS_READ, write=MOVERS, create=MOVERS, unlink=MOVERS, pair=_transfer_lines
    ),
    "ops.transfer.receipt": Row(read=MOVERS, write=MOVERS, create=MOVERS),
    "ops.transfer.receipt.line": Row(read=MOVERS, write=MOVERS, create=MOVERS, unlink=MOVERS),
    "ops.transfer.decision": Row(read="dm", write="dm", create="dm"),
    "ops.handover": Row(read=HANDS_READ, write=HANDS, create=HANDS, unlink=HANDS, pair=_handovers),
    "ops.handover.line": Row(
        read=HANDS_READ, write=HANDS, create=HANDS, unlink=HANDS, pair=_handover_lines
    ),
    "ops.handover.return": Row(read=HANDS, write=HANDS, create=HANDS),
    "ops.branch.balance": Row(read="dm fin", write="dm fin", create="dm fin"),
    "ops.stock.counting": Row(read=COUNTERS, write=COUNTERS, create=COUNTERS),
    "ops.stock.count.step": Row(**STEP),
}
