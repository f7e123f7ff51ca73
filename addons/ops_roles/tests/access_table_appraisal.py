"""What each role may do to appraisals, their cycles and templates, rewards and penalties."""

from .common_access import EVERYONE, Row

HEADS = "gm om mm dm"
#: Above an agent on the line of role cards.
LINE = "gm om pm sv"
DEFINERS = "om mm adm"
LEADERS = "gm om pm sv mm dm sd bm"


def _cycles(case):
    """A cycle in either department; made once, for appraisals hang on them."""
    cycles = case.env["ops.appraisal.cycle"]
    places = case.project | case.other
    found = cycles.search([("department_id", "in", places.ids)], order="id")
    return tuple(found) or tuple(
        cycles.create({"department_id": place.id, "date_from": "2026-01-01"}) for place in places
    )


def _appraisals(case):
    """Of an agent in either department who is nobody of the fixtures; made once."""
    cycles = _cycles(case)
    appraisals = case.env["ops.appraisal"].sudo()
    known = appraisals.search([("cycle_id", "in", [one.id for one in cycles])], order="id")
    if known:
        return tuple(known)
    return tuple(
        appraisals.create(
            {
                "cycle_id": cycle.id,
                "template_id": case.env.ref("ops_roles.appraisal_template_agent").id,
                "assignment_id": case.cards["cs"].id,
                "employee_id": person.id,
                "user_id": person.user_id.id,
                "role_id": case.roles["cs"].id,
                "department_id": cycle.department_id.id,
                "kind": cycle.kind,
                "date_from": cycle.date_from,
                "date_to": cycle.date_to,
                "line_ids": [(0, 0, {"name": "x", "weight": 100})],
            }
        )
        for cycle, person in zip(cycles, map(case._person, ("t_near", "t_far")), strict=True)
    )


def _lines(case):
    return tuple(one.line_ids for one in _appraisals(case))


APPRAISAL = {
    "ops.appraisal.template": Row(read=EVERYONE, write=DEFINERS, create=DEFINERS, unlink=DEFINERS),
    "ops.appraisal.template.line": Row(
        read=EVERYONE, write=DEFINERS, create=DEFINERS, unlink=DEFINERS
    ),
    "ops.appraisal.grade": Row(read=EVERYONE, write=DEFINERS, create=DEFINERS, unlink=DEFINERS),
    "ops.appraisal.cycle": Row(
        read=f"{HEADS} fin", write=HEADS, create=HEADS, unlink=HEADS, far="gm", pair=_cycles
    ),
    # Who types what and when is decided field by field: TestAppraisalSecurity tries it.
    "ops.appraisal": Row(read=EVERYONE, write=EVERYONE, near=LINE, far="gm", pair=_appraisals),
    "ops.appraisal.line": Row(read=EVERYONE, write=EVERYONE, near=LINE, far="gm", pair=_lines),
    # Only its author writes it; who reads it: TestReward.
    "ops.reward": Row(read=EVERYONE, write=LEADERS, create=LEADERS, unlink=LEADERS),
    "ops.appraisal.step": Row(read=EVERYONE, write=EVERYONE, create=EVERYONE, unlink=EVERYONE),
}
