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


TRAINING = {
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
