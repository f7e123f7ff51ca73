"""What each role may do to courses, courseware and training needs."""

from .common_access import EVERYONE, Row

TRAINERS = "tr sd"
LEADERS = "gm om pm sv qa tr mm dm sd bm"


def _courses(case, prefix="course"):
    """A course in preparation in either department, so that only the department decides."""
    return tuple(
        case.env["ops.course"].create(
            [
                {"name": "x", "code": f"{prefix} {place.name}", "department_id": place.id}
                for place in (case.project, case.other)
            ]
        )
    )


def _coursewares(case):
    return tuple(
        case.env["ops.courseware"].create([{"course_id": one.id} for one in _courses(case, "ware")])
    )


def _needs(case):
    """Needs that name nobody, proposed by none of the roles."""
    return tuple(
        case.env["ops.training.need"].create(
            [
                {"topic": "x", "reason": "x", "department_id": place.id, "employee_id": False}
                for place in (case.project, case.other)
            ]
        )
    )


def _sessions(case, day=1):
    """A session in either department, taught by none of the roles, with nobody invited."""
    return tuple(
        case.env["ops.training.session"].create(
            [
                {"name": "x", "department_id": place.id, "start": f"2030-01-{day:02} {hour}:00:00"}
                for place, hour in ((case.project, 10), (case.other, 12))
            ]
        )
    )


def _plans(case, period="year"):
    return tuple(
        case.env["ops.training.plan"].create(
            [
                {"period": period, "date_from": "2030-01-01", "department_id": place.id}
                for place in (case.project, case.other)
            ]
        )
    )


def _plan_lines(case):
    return tuple(
        case.env["ops.training.plan.line"].create(
            [
                {"plan_id": plan.id, "topic": "x", "month": "2030-01-01"}
                for plan in _plans(case, "month")
            ]
        )
    )


def _attendees(case):
    people = case._person("t_learns")
    return tuple(
        case.env["ops.training.attendee"].create(
            [{"session_id": one.id, "employee_id": people.id} for one in _sessions(case, 2)]
        )
    )


KEPT = {
    "read": EVERYONE,
    "write": TRAINERS,
    "create": TRAINERS,
    "unlink": TRAINERS,
    "near": LEADERS,
    "far": "gm",
}
TRAINING = {
    "ops.training.plan": Row(**KEPT, pair=_plans),
    "ops.training.plan.line": Row(**KEPT, pair=_plan_lines),
    # Booked by everybody, kept by trainers of its department: TestTrainingSession tries it.
    "ops.classroom": Row(read=EVERYONE, write=TRAINERS, create=TRAINERS),
    "ops.training.session": Row(**KEPT, pair=_sessions),
    "ops.training.attendee": Row(**KEPT, pair=_attendees),
    "ops.course": Row(
        read=EVERYONE,
        write=TRAINERS,
        create=TRAINERS,
        unlink=TRAINERS,
        near=LEADERS,
        far="gm",
        pair=_courses,
    ),
    "ops.courseware": Row(
        read=EVERYONE,
        write=TRAINERS,
        create=TRAINERS,
        unlink=TRAINERS,
        near=LEADERS,
        far="gm",
        pair=_coursewares,
    ),
    "ops.training.need": Row(
        read=EVERYONE,
        write=EVERYONE,
        create=EVERYONE,
        near=LEADERS,
        far="gm",
        pair=_needs,
    ),
}
