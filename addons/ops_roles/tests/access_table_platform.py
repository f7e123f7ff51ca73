"""What each role may do to platforms and changes of customer data."""

from .common_access import EVERYONE, Row

KEEPERS = "dm sa da adm"


def platforms(case):
    """A platform of either project, looked after by nobody in particular."""
    platform = case.env["ops.platform"]
    return tuple(
        platform.create({"name": place.name, "department_id": place.id})
        for place in (case.project, case.other)
    )


def _accounts(case):
    account = case.env["ops.platform.account"]
    return tuple(
        account.create({"platform_id": one.id, "login": "x", "holder_id": case.env.uid})
        for one in platforms(case)
    )


def _outages(case):
    outage = case.env["ops.platform.outage"]
    return tuple(outage.create({"platform_id": one.id, "name": "x"}) for one in platforms(case))


def _checks(case):
    return tuple(outage.platform_id.check_ids for outage in _outages(case))


ASKED = Row(read=EVERYONE, write=KEEPERS, create=KEEPERS, unlink=KEEPERS)
PLATFORM = {
    "ops.data.change": ASKED,
    "ops.data.change.line": ASKED,
    "ops.platform": Row(read=KEEPERS, write="dm adm", create="dm adm", pair=platforms),
    "ops.platform.account": Row(read=KEEPERS, write="dm adm", create="dm adm", pair=_accounts),
    "ops.platform.check": Row(read=KEEPERS, pair=_checks),
    "ops.platform.outage": Row(read=KEEPERS, write=KEEPERS, create=KEEPERS, pair=_outages),
}
