"""Rows of the access table for approvals; their records are read by those who take part."""

from .common_access import EVERYONE, Row


def _notes(case):
    """A request of the supervisor of the project, and one of a stranger elsewhere."""
    stranger = case._person("t_asks")
    case._assign(stranger, "sv", case.other)
    notes = case.env["ops.approval.note"]
    return tuple(
        notes.with_user(user)
        .create({"name": "t", "text": "t", "department_id": place.id})
        .with_user(case.env.user)
        for user, place in (
            (case.users["sv"], case.project),
            (stranger.user_id, case.other),
        )
    )


APPROVAL = {
    "ops.approval.flow": Row(read=EVERYONE),
    "ops.approval.stage": Row(read=EVERYONE),
    "ops.approval.step": Row(read=EVERYONE),
    "ops.approval.template": Row(read=EVERYONE, write="adm", create="adm", unlink="adm"),
    "ops.approval.template.line": Row(read=EVERYONE, write="adm", create="adm", unlink="adm"),
    "ops.approval.note": Row(
        read=EVERYONE,
        write=EVERYONE,
        create=EVERYONE,
        unlink=EVERYONE,
        pair=_notes,
        near="sv",
        far="",
    ),
    "ops.approval.opinion": Row(read=EVERYONE, write=EVERYONE, create=EVERYONE, unlink=EVERYONE),
}
