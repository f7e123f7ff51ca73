"""What each role may do to postings, musters and corrections of attendance."""

from odoo.addons.ops_roles.tests.common_access import Row

from .common_branch import STAFF

SENDERS = "mm dm bm"
HEADS = "gm mm dm sd bm"
CREW = " ".join(STAFF)


def _postings(case):
    """A person of either branch sent to a station below it."""
    found = []
    for name, branch in (("near", case.near), ("far", case.far)):
        station = case._branch(f"Station {name}", f"ST{name[0].upper()}", branch.department_id)
        person = case.staff[name]["technician"]
        vals = {"employee_id": person.id, "branch_id": station.id}
        found.append(case.env["ops.posting"].create(vals))
    return tuple(found)


def _musters(case):
    today = case.env.company._ops_today()
    return tuple(branch._muster_day(today) for branch in (case.near, case.far))


def _lines(case):
    return tuple(muster.line_ids[:1] for muster in _musters(case))


STAFF_ACCESS = {
    "ops.posting": Row(
        read=f"{HEADS} {CREW}", write=SENDERS, create=SENDERS, unlink=SENDERS, pair=_postings
    ),
    "ops.muster": Row(read=HEADS, write="bm", pair=_musters),
    "ops.muster.line": Row(read=HEADS, write="bm", pair=_lines),
    # Read by those taking part besides the heads, written by who asks: tried in test_muster.
    "ops.attendance.correction": Row(
        read=f"{HEADS} {CREW}", write=f"bm {CREW}", create=f"bm {CREW}", unlink=f"bm {CREW}"
    ),
}
