"""What each role may do to inspections of branches and repair stations."""

from odoo.addons.ops_roles.tests.common_access import Row

READ = "gm mm dm sd bm"
INSPECT = "mm dm sd"
KEEP = "dm sd"


def _visits(case):
    return tuple(
        case.env["ops.inspection"].create({"branch_id": branch.id})
        for branch in (case.near, case.far)
    )


def _marks(case):
    form = case.env["ops.inspection.form"].create({"name": "t", "code": "T"})
    item = case.env["ops.inspection.item"].create({"form_id": form.id, "section": "t", "name": "t"})
    return tuple(
        case.env["ops.inspection.mark"].create({"inspection_id": visit.id, "item_id": item.id})
        for visit in _visits(case)
    )


INSPECTION_ACCESS = {
    "ops.inspection.form": Row(read=READ, write=KEEP, create=KEEP, unlink=KEEP),
    "ops.inspection.item": Row(read=READ, write=KEEP, create=KEEP, unlink=KEEP),
    "ops.inspection": Row(read=READ, write=INSPECT, create=INSPECT, unlink=INSPECT, pair=_visits),
    "ops.inspection.mark": Row(read=READ, write=INSPECT, pair=_marks),
}
