"""What each role may do to the models of this addon; how to read it stands in common_access."""

from .access_table_appraisal import APPRAISAL
from .access_table_approval import APPROVAL
from .access_table_document import DOCUMENT
from .access_table_figures import FIGURES
from .access_table_letter import LETTER
from .access_table_notice import NOTICE
from .access_table_people import PEOPLE
from .access_table_platform import PLATFORM
from .access_table_proposal import PROPOSAL
from .access_table_report import REPORT
from .access_table_request import REQUEST
from .access_table_summary import SUMMARY
from .access_table_training import TRAINING
from .access_table_work import WORK
from .common_access import EVERYONE, Row
from .common_feed import use_lines_handler

LEADERS = "gm om pm sv mm dm sd bm"


def _cards(case):
    return tuple(
        case._assign(case._person(f"t_card{place.id}"), "qa", place)
        for place in (case.project, case.other)
    )


def _spans(case):
    stranger = case._person("t_span")
    case._assign(stranger, "sv", case.other)
    return tuple(
        case.env["ops.role.span"].search([("employee_id", "=", person.id)])
        for person in (case.people["sv"], stranger)
    )


def _conflicts(case):
    found = []
    for place in (case.project, case.other):
        for number in range(2):
            case._assign(case._person(f"t_twice{place.id}_{number}"), "bm", place)
        conflict = [("department_id", "=", place.id), ("kind", "=", "double")]
        found.append(case.env["ops.role.conflict"].search(conflict, limit=1))
    return tuple(found)


def _persons(case):
    stranger = case._person("t_elsewhere")
    case._assign(stranger, "qa", case.other)
    return tuple(
        case.env["ops.role.person"].browse(person.id) for person in (case.people["qa"], stranger)
    )


def _sources(case):
    """A source per department; made once, for files and rejected lines hang on them."""
    sources = case.env["ops.feed.source"]
    found = sources.search([("code", "in", ("t_near", "t_far"))], order="code DESC")
    return tuple(found) or tuple(
        sources.create({"name": code, "code": code, "department_id": place.id})
        for code, place in (("t_near", case.project), ("t_far", case.other))
    )


def _feeds(case):
    profiles = case.env["ops.feed.profile"]
    profile = profiles.search([("code", "=", "t_profile")])
    if not profile:
        with use_lines_handler():
            profile = profiles.create({"name": "t", "code": "t_profile", "handler": "test_lines"})
    feeds = case.env["ops.feed"].sudo()
    return tuple(
        feeds.create({"name": "t", "profile_id": profile.id, "source_id": source.id})
        for source in _sources(case)
    )


def _rejects(case):
    rejects = case.env["ops.feed.reject"].sudo()
    return tuple(
        rejects.create({"feed_id": feed.id, "line_no": 1, "reason_code": "fields"})
        for feed in _feeds(case)
    )


def _reveals(case):
    """A use of a number in either department, by somebody who works there."""
    found = []
    log = case.env["ops.reveal.log"]
    for place in (case.project, case.other):
        clerk = case._person(f"t_reveal{place.id}", department_id=place.id)
        mine = log.with_user(clerk.user_id).sudo()
        row = mine._row("reveal", clerk.user_id.partner_id, "note", "1**", 1)
        mine._insert(case.env.cr, row)
        found.append(log.search([("user_id", "=", clerk.user_id.id)], limit=1))
    return tuple(found)


ACCESS = {
    "ops.role": Row(read=EVERYONE, write="adm"),
    "ops.role.duty": Row(read=EVERYONE, write="adm", create="adm", unlink="adm"),
    "ops.role.assignment": Row(
        read=EVERYONE,
        write="adm",
        create="adm",
        unlink="adm",
        near=f"{LEADERS} adm",
        pair=_cards,
    ),
    "ops.role.span": Row(read="gm om pm sv adm", pair=_spans),
    "ops.role.conflict": Row(read="adm", pair=_conflicts),
    "ops.role.person": Row(read="adm", pair=_persons),
    "ops.feed": Row(read="om da adm", pair=_feeds),
    "ops.feed.reject": Row(read="om da adm", pair=_rejects),
    "ops.feed.source": Row(
        read=EVERYONE, write="om adm", create="om adm", unlink="adm", pair=_sources
    ),
    "ops.feed.profile": Row(read=EVERYONE, write="adm", create="adm", unlink="adm"),
    "ops.feed.profile.column": Row(read=EVERYONE, write="adm", create="adm", unlink="adm"),
    "ops.feed.progress": Row(read="adm"),
    "ops.feed.key": Row(read="adm"),
    "ops.feed.key.wizard": Row(read="adm", write="adm", create="adm", unlink="adm"),
    "ops.retention.log": Row(read="om adm"),
    "ops.retention.rule": Row(read="om adm", write="adm", create="adm", unlink="adm"),
    "ops.reveal.log": Row(read="om adm", pair=_reveals),
    "ops.reveal.report": Row(read="om adm"),
    "ops.subject.request": Row(read="om adm", write="om adm", create="om adm", unlink="om adm"),
    "ops.subject.request.line": Row(read="om adm"),
    **PEOPLE,
    **FIGURES,
    **REPORT,
    **WORK,
    **APPROVAL,
    **PLATFORM,
    **LETTER,
    **NOTICE,
    **DOCUMENT,
    **SUMMARY,
    **APPRAISAL,
    **TRAINING,
    **PROPOSAL,
    **REQUEST,
}
