"""Stock under stress: a count approved twice at once, goods received twice at once."""

import pytest

#: A count of Zhumadian with one thing missing that waits for approval, and goods on the way there.
PREPARE = """
branch = env.ref("ops_branch.demo_branch_zmd")
shelf = branch.warehouse_id.lot_stock_id
product = env["product.product"].create({"name": "fault", "is_storable": True})
env["stock.quant"]._update_available_quantity(product, shelf, 10)
keeper = env.ref("ops_branch.demo_user_zmd_st")
boss = env.ref("ops_branch.demo_user_zmd_bm")
count = env["ops.stock.count"].create({"branch_id": branch.id})
count.with_user(keeper).action_start()
none = env["stock.lot"]
for _round in range(2):
    found = [(item.product_id, none, shelf, item.product_id == product and 9)
             for item in count.item_ids if item.is_left]
    count.with_user(keeper)._enter(found)
    count.with_user(keeper).action_finish()
count.line_ids.filtered("difference").with_user(boss).write({"cause": "lost"})
house = env["ops.transfer"]._headquarters()[:1]
env["stock.quant"]._update_available_quantity(product, house.lot_stock_id, 5)
transfer = env["ops.transfer"].create(
    {"sender_id": house.id, "receiver_id": branch.warehouse_id.id,
     "line_ids": [(0, 0, {"product_id": product.id, "quantity": 5})]})
transfer.action_send()
env.cr.commit()
print("MADE", count.id, transfer.id, product.id)
"""
#: What two processes do at once; the second is refused, or waits and is refused then.
ACT = """
from odoo.exceptions import UserError
from odoo.service.model import retrying
product = env["product.product"].browse({product})
count = env["ops.stock.count"].browse({count}).with_user(
    env.ref("ops_branch.demo_user_zmd_bm"))
transfer = env["ops.transfer"].browse({transfer}).with_user(
    env.ref("ops_branch.demo_user_zmd_st"))
def act():
    {action}
    env.flush_all()
print("READY", flush=True)
try:
    retrying(act, env)
    env.cr.commit()
    print("BOOKED")
except UserError:
    print("REFUSED")
"""
ACTIONS = {
    "count": "count.action_approve()",
    "transfer": 'transfer._receive({(product, env["stock.lot"]): 5})',
}
HELD = """
SELECT sum(quant.quantity) FROM stock_quant quant
  JOIN stock_location place ON place.id = quant.location_id
  JOIN ops_branch branch ON branch.warehouse_id = place.warehouse_id
 WHERE branch.code = 'ZMD' AND place.usage = 'internal' AND quant.product_id = {product}
"""


@pytest.fixture
def stock(site, fresh):
    """A copy of the demo and the ids of what PREPARE made."""
    database = fresh(site.template)
    words = site.run(database, PREPARE).stdout.rpartition("MADE ")[2].split()
    return database, dict(zip(("count", "transfer", "product"), map(int, words[:3]), strict=True))


def test_one_adjustment_and_one_receipt(site, stock):
    """Two at once: nine are left of ten after the count, and five more after the receipt."""
    database, ids = stock
    for name, held in (("count", 9), ("transfer", 14)):
        code = ACT.format(action=ACTIONS[name], **ids)
        running = [site.start(database, code) for _number in range(2)]
        said = [process.communicate(timeout=300)[0] for process in running]
        assert sorted(text.split()[-1] for text in said) == ["BOOKED", "REFUSED"]
        [(found,)] = site.sql(database, HELD.format(product=ids["product"]))
        assert float(found) == held
