"""What each role may do to directives, meetings, month plans and incidents.

Records of these belong to their participants as much as to a department: who reads which one is
tried in ``test_directive`` and its neighbours.
"""

from .common_access import EVERYONE, Row

KEPT = Row(read=EVERYONE)
OWN = Row(read=EVERYONE, write=EVERYONE, create=EVERYONE, unlink=EVERYONE)
PLANNERS = "mm dm sd bm"
DIALOG = Row(read=EVERYONE, write=EVERYONE, create=EVERYONE)
WORK = {
    "ops.directive": OWN,
    "ops.directive.line": OWN,
    "ops.directive.report": KEPT,
    "ops.directive.extension": KEPT,
    "ops.directive.step": DIALOG,
    "ops.meeting": OWN,
    "ops.meeting.agenda": OWN,
    "ops.meeting.attendee": OWN,
    "ops.meeting.resolution": OWN,
    "ops.meeting.series": OWN,
    "ops.meeting.series.item": OWN,
    "ops.incident": DIALOG,
    "ops.incident.measure": Row(read=EVERYONE, create=EVERYONE),
    "ops.incident.notice": KEPT,
    "ops.incident.severity": Row(read=EVERYONE, write="adm", create="adm", unlink="adm"),
    "ops.month.plan": Row(read=EVERYONE, write=PLANNERS, create=PLANNERS, unlink=PLANNERS),
    "ops.month.plan.item": Row(read=EVERYONE, write=EVERYONE, create=PLANNERS, unlink=PLANNERS),
}
