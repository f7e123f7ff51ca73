"""What each role may do to traffic, operators' bills and disputes."""

from odoo.addons.ops_roles.tests.common_access import Row

MONEY = "gm mm dm da fin"
USAGE = "gm mm dm bm da fin"


def _accounts(case):
    """New accounts: one where all are, one where nobody is."""
    number = case.env["ops.operator.account"].search_count([])
    near, far = (
        case._account(f"S{number}{name}", "telecom", "onelink_ct") for name in ("near", "far")
    )
    far.sudo().department_id = case.other
    return near, far


def _settlements(case):
    make = case.env["ops.settlement"].create
    return tuple(
        make({"operator_account_id": account.id, "period": "2026-10"})
        for account in _accounts(case)
    )


def _lines(case):
    settlements = _settlements(case)
    make = case.env["ops.settlement.line"].create
    return tuple(
        make(
            {
                "settlement_id": one.id,
                "department_id": one.department_id.id,
                "status": "matched",
            }
        )
        for one in settlements
    )


def _invoice_lines(case):
    make = case.env["ops.operator.invoice.line"].create
    return tuple(make({"settlement_id": one.id}) for one in _settlements(case))


def _usages(case):
    make = case.env["ops.sim.usage"].create
    return tuple(
        make(
            {
                "source_id": case.account.source_id.id,
                "iccid": sim.iccid,
                "sim_id": sim.id,
                "month": "2026-09-01",
            }
        )
        for sim in (case.fleet[name][2] for name in ("near", "far"))
    )


SETTLEMENT = {
    "ops.operator.charge": Row(read=MONEY, write="dm fin"),
    "ops.sim.usage": Row(read=USAGE, pair=_usages),
    "ops.sim.usage.day": Row(read=USAGE),
    "ops.sim.usage.extract": Row(read="dm bm da", write="dm bm da", create="dm bm da"),
    "ops.operator.invoice.line": Row(read=MONEY, pair=_invoice_lines),
    "ops.settlement": Row(read=MONEY, write="da", create="da", unlink="da", pair=_settlements),
    "ops.settlement.line": Row(read=USAGE, pair=_lines),
    "ops.settlement.dispute": Row(read=MONEY, write="dm da fin"),
    "ops.settlement.accept": Row(read="da dm", write="da dm", create="da dm"),
    "ops.settlement.credit": Row(read="fin", write="fin", create="fin"),
    "ops.settlement.loss": Row(read="fin", write="fin", create="fin"),
}
