"""What each role may do to the models of this addon; how to read it stands in ops_roles."""

from odoo.addons.ops_roles.tests.common_access import Row

from .access_table_expense import EXPENSE_ACCESS
from .access_table_inspection import INSPECTION_ACCESS
from .access_table_market import MARKET_ACCESS
from .access_table_staff import STAFF_ACCESS
from .access_table_stock import STOCK
from .access_table_work import WORK
from .common_branch import STAFF

#: Who reads of branches at all.
READERS = " ".join(("gm mm dm sd bm sa da fin adm", *STAFF))
#: Who reads tills, and who counts one.
TILLS = "gm mm dm sd bm fin cashier"
COUNT = "mm dm sd bm fin cashier"
COUNTING = Row(read=COUNT, write=COUNT, create=COUNT, unlink=COUNT)


def _days(case):
    """A day of either till, the far one without its own cashier's help."""
    days = case.env["ops.cash.day"].sudo()
    today = case.env.company._ops_today()
    found = []
    for branch in (case.near, case.far):
        mine = [("branch_id", "=", branch.id)]
        found.append(days.search(mine) or days.create({"branch_id": branch.id, "date": today}))
    return tuple(found)


def _entries(case):
    kind = case.env["ops.cash.category"].create({"name": "t"})
    entries = case.env["ops.cash.entry"].sudo()
    return tuple(
        entries.create({"day_id": day.id, "category_id": kind.id, "amount": 1, "name": "t"})
        for day in _days(case)
    )


def _counts(case):
    counts = case.env["ops.cash.count"]
    return tuple(counts._record(day, "surprise", {}, "t") for day in _days(case))


ACCESS = {
    **STOCK,
    "ops.branch": Row(
        read=READERS, write="dm", create="dm", pair=lambda case: (case.near, case.far)
    ),
    "ops.cash.category": Row(read=f"{TILLS} da", write="fin", create="fin"),
    "ops.cash.day": Row(read=TILLS, write="cashier", create="cashier", pair=_days),
    "ops.cash.entry": Row(read=TILLS, write="cashier", create="cashier", pair=_entries),
    "ops.cash.count": Row(read=TILLS, pair=_counts),
    "ops.cash.counting": COUNTING,
    "ops.cash.counting.line": COUNTING,
    "ops.cash.return": Row(read="fin", write="fin", create="fin"),
    "ops.cash.ledger": Row(
        read="dm bm fin cashier", write="dm bm fin cashier", create="dm bm fin cashier"
    ),
    "ops.branch.opening": Row(read="dm", write="dm", create="dm"),
    **STAFF_ACCESS,
    **EXPENSE_ACCESS,
    **INSPECTION_ACCESS,
    **MARKET_ACCESS,
    **WORK,
}
