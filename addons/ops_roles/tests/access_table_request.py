"""What each role may do to requests for resources, and to the items of theirs."""

from odoo.fields import Command

from .common_access import EVERYONE, Row


def _requests(case, stranger="t_short"):
    """A draft of the supervisor of the project, and one of a stranger elsewhere."""
    stranger = case._person(stranger)
    case._assign(stranger, "sv", case.other)
    return tuple(
        case.env["ops.request"]
        .with_user(user)
        .create(
            {
                "name": "t",
                "reason": "t",
                "needed_by": "2026-12-31",
                "department_id": place.id,
                "line_ids": [Command.create({"name": "t"})],
            }
        )
        .with_user(case.env.user)
        for user, place in ((case.users["sv"], case.project), (stranger.user_id, case.other))
    )


def _lines(case):
    return tuple(request.line_ids for request in _requests(case, "t_lacks"))


OWN = Row(read=EVERYONE, write=EVERYONE, create=EVERYONE, unlink=EVERYONE, near="sv", far="")
REQUEST = {
    "ops.request": OWN._replace(pair=_requests),
    "ops.request.line": OWN._replace(pair=_lines),
    "ops.request.fulfil": Row(read="fin", write="fin", create="fin", unlink="fin"),
}
