"""What each role may do to service fees, their periods and runs, and certificates."""

from odoo.addons.ops_roles.tests.common_access import Row

READ = "gm mm dm sd bm sa da fin branch_sales"
AGREE = "dm sa da"


def _charges(case):
    make = case.env["ops.service.charge"].create
    return tuple(
        make({"installation_id": case.fleet[name][3].id, "price": 10, "date_from": "2026-10-01"})
        for name in ("near", "far")
    )


def _kept(case):
    """Fees of the kind that ``_charges`` does not make, invoiced."""
    make = case.env["ops.service.charge"].create
    charges = case.env["ops.service.charge"].union(
        *(
            make(
                {
                    "installation_id": case.fleet[name][3].id,
                    "kind": "card",
                    "price": 10,
                    "date_from": "2026-10-01",
                }
            )
            for name in ("near", "far")
        )
    )
    case.env["ops.service.run"]._renew(charges)
    return charges


def _periods(case):
    return tuple(charge.period_ids for charge in _kept(case))


def _certificates(case):
    issue = case.env["ops.certificate"]._issue
    return tuple(issue(case.fleet[name][3]) for name in ("near", "far"))


def _unpaid(case):
    cards = tuple(case.fleet[name][2] for name in ("near", "far"))
    for card in cards:
        card.sudo()._change_state("active", "2026-10-01")
    return tuple(case.env["ops.sim.unpaid"].browse(card.id) for card in cards)


SERVICE = {
    "ops.certificate": Row(read="gm mm dm sd bm sa da technician branch_sales", pair=_certificates),
    "ops.sim.unpaid": Row(read="gm mm dm sd bm sa da fin", pair=_unpaid),
    "ops.service.charge": Row(read=READ, write=AGREE, create=AGREE, unlink=AGREE, pair=_charges),
    "ops.service.period": Row(read=READ, pair=_periods),
    "ops.service.run": Row(read="gm mm dm sa da fin"),
    "ops.service.agree": Row(read=AGREE, write=AGREE, create=AGREE),
}
