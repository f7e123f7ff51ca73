"""What each role may do to market notes and promises to customers."""

from odoo.addons.ops_roles.tests.common_access import Row

HEADS = "gm mm dm sd bm sa"
WRITERS = "bm sa branch_sales technician"


def _notes(case):
    return tuple(
        case.env["ops.market.note"].create({"name": "t", "department_id": branch.department_id.id})
        for branch in (case.near, case.far)
    )


def _promises(case):
    partner = case.env["res.partner"].create({"name": "t"})
    return tuple(
        case.env["ops.commitment"].create(
            {
                "name": "t",
                "partner_id": partner.id,
                "promised_on": "2026-11-01",
                "due": "2026-11-30",
                "department_id": branch.department_id.id,
            }
        )
        for branch in (case.near, case.far)
    )


MARKET_ACCESS = {
    "ops.market.note": Row(
        read=f"{HEADS} branch_sales technician",
        write=WRITERS,
        create=WRITERS,
        unlink=WRITERS,
        pair=_notes,
    ),
    "ops.commitment": Row(
        read=f"{HEADS} branch_sales technician", write=WRITERS, create=WRITERS, pair=_promises
    ),
}
