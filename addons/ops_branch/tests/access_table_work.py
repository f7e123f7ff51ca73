"""What each role may do to work orders and their parts."""

from odoo.fields import Command

from odoo.addons.ops_roles.tests.common_access import Row

READERS = "gm mm dm sd bm sa da fin technician storekeeper branch_sales"
ASKERS = "bm technician branch_sales"
CREW = "bm technician"


def _kind(case):
    return case.env["ops.work.kind"].search([], limit=1)


def _orders(case):
    """A request in either branch."""
    orders = case.env["ops.work.order"].sudo()
    partner = case.env["res.partner"].search([], limit=1)
    found = []
    for branch in (case.near, case.far):
        mine = [("branch_id", "=", branch.id)]
        vals = {"kind_id": _kind(case).id, "partner_id": partner.id, "subject": "t"}
        found.append(
            orders.search(mine, limit=1) or orders.create({**vals, "branch_id": branch.id})
        )
    return tuple(found)


def _parts(field, **vals):
    """A function that makes one part of a request of either branch, by the field of the order."""

    def pair(case):
        made = []
        for order in _orders(case):
            order[field] = [Command.create({name: make(case) for name, make in vals.items()})]
            made.append(order[field][-1:])
        return tuple(made)

    return pair


def _lot(case):
    product = case.env["product.product"].create(
        {"name": "t", "is_storable": True, "tracking": "serial"}
    )
    return case.env["stock.lot"].create({"name": f"t{product.id}", "product_id": product.id}).id


def _product(case):
    return case.env["product.product"].create({"name": "t"}).id


def custody(case, branch):
    """A tool of the branch in the hands of its technician."""
    tool = case.env["maintenance.equipment"].create(
        {"name": f"Tool {branch.code}", "ops_branch_id": branch.id}
    )
    side = "near" if branch == case.near else "far"
    person = case.env["hr.employee.public"].browse(case.staff[side]["technician"].id)
    tool.sudo().issue(person)
    return tool.ops_custody_ids


def _user(case):
    return case.users["technician"].id


PHOTO = {
    "kind": lambda case: "after",
    "image": lambda case: b"R0lGODlhAQABAAAAACw=",
    "taken_at": lambda case: "2026-11-02 00:00:00",
    "sha256": lambda case: "t",
    "client_key": lambda case: "t",
    "user_id": _user,
}
SERIAL = {"lot_id": _lot, "direction": lambda case: "fit", "user_id": _user}
WORK = {
    "ops.work.kind": Row(read=READERS, write="dm", create="dm"),
    "ops.work.kind.check": Row(read=READERS, write="dm", create="dm", unlink="dm"),
    "ops.work.order": Row(read=READERS, write=ASKERS, create=ASKERS, pair=_orders),
    "ops.work.check": Row(
        read=READERS, write=CREW, pair=_parts("check_ids", name=lambda case: "t")
    ),
    "ops.work.photo": Row(read=READERS, pair=_parts("photo_ids", **PHOTO)),
    "ops.work.serial": Row(read=READERS, pair=_parts("serial_ids", **SERIAL)),
    "ops.work.material": Row(
        read=READERS,
        write=CREW,
        create=CREW,
        unlink=CREW,
        pair=_parts("material_ids", product_id=_product),
    ),
    "ops.work.fee": Row(
        read=READERS,
        write=ASKERS,
        create=ASKERS,
        unlink=ASKERS,
        pair=_parts("fee_ids", product_id=_product),
    ),
    "ops.work.step": Row(read="bm", write="bm", create="bm"),
    "ops.tool.custody": Row(
        read="gm mm dm sd bm fin technician storekeeper",
        pair=lambda case: tuple(custody(case, one) for one in (case.near, case.far)),
    ),
    "ops.tool.step": Row(read="bm storekeeper", write="bm storekeeper", create="bm storekeeper"),
}
