"""What each role may do to proposals; who reads which one is tried in ``test_proposal``."""

from .common_access import EVERYONE, Row


def _proposals(case):
    """A draft of the supervisor of the project, and one of a stranger elsewhere."""
    stranger = case._person("t_proposes")
    case._assign(stranger, "sv", case.other)
    category = case.env.ref("ops_roles.proposal_category_operation")
    return tuple(
        case.env["ops.proposal"]
        .with_user(user)
        .create(
            {
                "name": "t",
                "text": "t",
                "idea": "t",
                "category_id": category.id,
                "department_id": place.id,
            }
        )
        .with_user(case.env.user)
        for user, place in ((case.users["sv"], case.project), (stranger.user_id, case.other))
    )


DIALOG = Row(read=EVERYONE, write=EVERYONE, create=EVERYONE, unlink=EVERYONE)
PROPOSAL = {
    "ops.proposal": DIALOG._replace(pair=_proposals, near="sv", far=""),
    "ops.proposal.category": Row(read=EVERYONE, write="adm", create="adm", unlink="adm"),
    "ops.proposal.verdict": DIALOG,
    "ops.proposal.effect": DIALOG,
}
