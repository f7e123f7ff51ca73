"""Rows of the access table for hand-over, reporting line and span; see common_access."""

from .common_access import EVERYONE, Row


def _handovers(case):
    """Work that the users of the project hand over, and that of a stranger elsewhere."""
    rows = case.env["ops.role.handover"].sudo()
    stranger = case._person("t_giver")
    found = []
    for card, giver in (
        (case.cards["pm"], case.users["pm"]),
        (case._assign(stranger, "pm", case.other), stranger.user_id),
    ):
        found.append(
            rows.create(
                {
                    "assignment_id": card.id,
                    "from_user_id": giver.id,
                    "to_user_id": giver.id,
                    "res_model": "res.partner",
                    "res_id": giver.partner_id.id,
                }
            )
        )
    return tuple(found)


def _moves(case):
    moves = case.env["ops.role.span.move"].sudo()
    return tuple(moves.create({"department_id": place.id}) for place in (case.project, case.other))


PEOPLE = {
    "ops.role.handover": Row(
        read=EVERYONE, write=EVERYONE, pair=_handovers, near="pm adm", far="adm"
    ),
    "ops.role.line": Row(read=EVERYONE),
    "ops.role.assign": Row(read="adm", write="adm", create="adm", unlink="adm"),
    "ops.role.assign.line": Row(read="adm", write="adm", create="adm", unlink="adm"),
    "ops.role.day": Row(read="adm", write="adm", create="adm", unlink="adm"),
    "ops.role.span.move": Row(read="gm om pm adm", pair=_moves),
}
