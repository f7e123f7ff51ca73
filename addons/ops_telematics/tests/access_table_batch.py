"""What each role may do to batches and to the layouts of operators."""

from odoo.addons.ops_roles.tests.common_access import Row

MONEY = "gm mm dm da fin"


def _batches(case):
    """A batch of an account where all are, and of one where nobody is."""
    found, number = [], case.env["ops.operator.account"].search_count([])
    for name, place in (("near", case.project), ("far", case.other)):
        account = case._account(f"B{name}{number}", "telecom", "onelink_ct")
        account.sudo().department_id = place
        branch, number = getattr(case, name), number + 1
        sim = case._sim(88000 + number, branch, account_id=account.id)
        found.append(case.env["ops.sim.batch"]._propose("stop", sim, "t"))
    return tuple(found)


def _lines(case):
    return tuple(batch.line_ids for batch in _batches(case))


DIALOG = Row(read="da", write="da", create="da")
BATCH = {
    "ops.sim.batch": Row(read=MONEY, write="da", create="da", unlink="da", pair=_batches),
    "ops.sim.batch.line": Row(
        read=f"{MONEY} bm", write="da", create="da", unlink="da", pair=_lines
    ),
    "ops.operator.layout": Row(read=MONEY, write="dm", create="dm", unlink="dm"),
    "ops.operator.layout.column": Row(read=MONEY, write="dm", create="dm", unlink="dm"),
    "ops.sim.batch.ask": DIALOG,
    "ops.sim.batch.ask.pair": Row(read="da", write="da", create="da", unlink="da"),
    "ops.sim.batch.answer": DIALOG,
    "ops.prepaid.entry": Row(read=MONEY),
    "ops.prepaid.payment": Row(read="fin", write="fin", create="fin"),
}
