"""What each role may do to work summaries, their figures and the rules of who owes them."""

from .common_access import EVERYONE, Row

LEADERS = "gm om pm sv mm dm sd bm"


def _summaries(case):
    """A summary in either department by somebody else, so that only the department decides."""
    author = case._person("t_writes")
    return tuple(
        case.env["ops.summary"]
        .sudo()
        .create(
            {
                "kind": "daily",
                "employee_id": author.id,
                "user_id": author.user_id.id,
                "role_id": case.roles["cs"].id,
                "department_id": place.id,
                "date_from": day,
                "date_to": day,
                "due": day,
            }
        )
        for place, day in ((case.project, "2026-01-05"), (case.other, "2026-01-06"))
    )


def _lines(case):
    indicator = case.env["ops.indicator"].search([], limit=1)
    return tuple(
        case.env["ops.summary.line"].create(
            {"summary_id": summary.id, "indicator_id": indicator.id}
        )
        for summary in _summaries(case)
    )


SUMMARY = {
    # Nobody but the author writes: TestSummary tries it.
    "ops.summary": Row(read=EVERYONE, write=EVERYONE, near=LEADERS, far="gm"),
    "ops.summary.line": Row(read=EVERYONE, near=LEADERS, far="gm", pair=_lines),
    "ops.summary.rule": Row(read=EVERYONE, write="adm", create="adm", unlink="adm"),
    "ops.summary.assess": Row(read=EVERYONE, write=EVERYONE, create=EVERYONE, unlink=EVERYONE),
}
