"""What each role may do to visits, service requests and the log of contacts."""

from odoo.addons.ops_roles.tests.common_access import Row

from .access_table_contract import READ, WRITE

READERS = READ.replace(" fin", "")


def _pair(case, model, **vals):
    make = case.env[model].create
    return tuple(
        make(
            {
                "partner_id": case.customers[name].id,
                "department_id": branch.department_id.id,
                **vals,
            }
        )
        for name, branch in (("near", case.near), ("far", case.far))
    )


def _visits(case):
    return _pair(case, "ops.visit")


def _requests(case):
    return _pair(case, "ops.service.request", name="t")


def _logs(case):
    return _pair(case, "ops.contact.log", name="t")


RIGHTS = {"read": READERS, "write": WRITE, "create": WRITE}
CUSTOMER = {
    "ops.visit": Row(**RIGHTS, unlink=WRITE, pair=_visits),
    "ops.service.request": Row(**RIGHTS, pair=_requests),
    "ops.contact.log": Row(**RIGHTS, pair=_logs),
    "ops.visit.tier": Row(read=READERS, write="sd", create="sd", unlink="sd"),
    "ops.visit.tiering": Row(read="sd bm sa", write="sd bm sa", create="sd bm sa"),
}
