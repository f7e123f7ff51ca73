"""What each role may do to periodic reports; their fields are written by methods only."""

from odoo.fields import Command

from ..core.report_period import period_of
from .common_access import EVERYONE, Row


def _reports(case):
    """A report every role reads, drawn for the project and for the other one."""
    definition = case.env["ops.report.definition"].create(
        {
            "name": "Table",
            "code": "table",
            "builder": "directives",
            "role_ids": [Command.link(role.id) for role in case.roles.values()],
        }
    )
    draw = case.env["ops.report"]._draw
    first, last = period_of("month", case.env.company._ops_today())
    return tuple(draw(definition, place, first, last) for place in (case.project, case.other))


REPORT = {
    "ops.report": Row(read=EVERYONE, write=EVERYONE, pair=_reports),
    "ops.report.definition": Row(read=EVERYONE, write="adm", create="adm", unlink="adm"),
    "ops.report.draw": Row(read=EVERYONE, write=EVERYONE, create=EVERYONE),
}
