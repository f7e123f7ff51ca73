"""Rights on indicators, targets, appraisals, rewards and summaries."""

from .common_access import EVERYONE, Row

DEFINERS = "om qa adm"
LEADERS = "gm om pm sv mm dm sd bm"


def _targets(case):
    indicator = case.env.ref("ops_roles.indicator_role_holders")
    return tuple(
        case.env["ops.target"].create(
            {"indicator_id": indicator.id, "department_id": place.id, "value": 10}
        )
        for place in (case.project, case.other)
    )


FIGURES = {
    "ops.indicator": Row(
        read=EVERYONE, write=DEFINERS, create=DEFINERS, unlink=DEFINERS, far=EVERYONE
    ),
    "ops.target": Row(read=EVERYONE, write=LEADERS, create=LEADERS, unlink=LEADERS, pair=_targets),
    "ops.target.cascade": Row(read=LEADERS, write=LEADERS, create=LEADERS, unlink=LEADERS),
    "ops.target.cascade.line": Row(read=LEADERS, write=LEADERS, create=LEADERS, unlink=LEADERS),
}
