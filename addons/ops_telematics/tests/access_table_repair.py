"""What each role may do to notices, repairs and returns to makers."""

from odoo.addons.ops_roles.tests.common_access import Row

from .common_repair import DOT

READ = "gm mm dm sd bm da technician storekeeper"
HANDS = "bm technician storekeeper"
SENT = "gm mm dm bm da fin storekeeper"
BOTH = "bm da"


def _notices(case):
    make = case.env["ops.platform.notice"].create
    return tuple(
        make({"subject": "t", "vehicle_id": case.fleet[name][0].id}) for name in ("near", "far")
    )


def _repairs(case):
    """The repairs of either fleet, made once."""
    repairs = case.env["repair.order"]
    vehicles = [case.fleet[name][0] for name in ("near", "far")]
    return tuple(
        repairs.search([("ops_vehicle_id", "=", one.id)]) or repairs._ops_make(one, "t")
        for one in vehicles
    )


def _parts(case):
    part = case.env["product.product"].create({"name": "t part"})
    make = case.env["ops.repair.part"].create
    return tuple(make({"repair_id": one.id, "product_id": part.id}) for one in _repairs(case))


def _photos(case):
    make = case.env["ops.repair.photo"].create
    return tuple(make({"repair_id": one.id, "image": DOT}) for one in _repairs(case))


def _swaps(case):
    make = case.env["ops.repair.swap"].create
    vals = {"kind": "card", "day": "2026-10-01", "user_id": case.env.uid}
    return tuple(make({**vals, "repair_id": one.id}) for one in _repairs(case))


def _rmas(case):
    maker = case.env["res.partner"].create({"name": "t maker"})
    make = case.env["ops.rma"].create
    return tuple(
        make({"partner_id": maker.id, "branch_id": one.id}) for one in (case.near, case.far)
    )


def _rma_lines(case):
    make = case.env["ops.rma.line"].create
    rmas = _rmas(case)
    free = [case._terminal(f"T-rma-{number}", one.branch_id) for number, one in enumerate(rmas)]
    return tuple(
        make({"rma_id": one.id, "terminal_id": terminal.id, "fault": "t"})
        for one, terminal in zip(rmas, free, strict=True)
    )


REPAIR = {
    "ops.platform.notice": Row(
        read="gm mm dm sd bm da technician", write="da", create="da", unlink="da", pair=_notices
    ),
    "ops.repair.part": Row(read=READ, write=HANDS, create=HANDS, unlink=HANDS, pair=_parts),
    "ops.repair.photo": Row(read=READ, create=HANDS, unlink=HANDS, pair=_photos),
    "ops.repair.swap": Row(read=READ, pair=_swaps),
    "ops.notice.step": Row(read="da", write="da", create="da"),
    "ops.repair.return": Row(read="da", write="da", create="da"),
    "ops.repair.entry": Row(
        read="da bm technician", write="da bm technician", create="da bm technician"
    ),
    "ops.rma": Row(read=SENT, write=BOTH, create=BOTH, pair=_rmas),
    "ops.rma.line": Row(read=SENT, write=BOTH, create=BOTH, unlink=BOTH, pair=_rma_lines),
    "ops.rma.answer": Row(read=BOTH, write=BOTH, create=BOTH),
    "ops.serial.event": Row(read="gm mm dm sd bm sa da fin technician storekeeper branch_sales"),
}
