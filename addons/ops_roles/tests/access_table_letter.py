"""What each role may do to letters and archive volumes."""

from .common_access import EVERYONE, Row

LEADERS = "gm om pm mm dm sd bm"
REGISTRARS = "sa da dm"
WRITERS = f"{LEADERS} sa da"


def _archives(case):
    return tuple(
        case.env["ops.letter.archive"].create({"name": "x", "department_id": place.id})
        for place in (case.project, case.other)
    )


LETTER = {
    # Letters belong to people besides departments: TestLetterAccess compares the records.
    "ops.letter": Row(read=EVERYONE, write=WRITERS, create=WRITERS, unlink=WRITERS),
    "ops.letter.archive": Row(
        read=WRITERS, write=REGISTRARS, create=REGISTRARS, unlink=REGISTRARS, pair=_archives
    ),
    "ops.letter.archive.line": Row(read=WRITERS),
    "ops.letter.series": Row(read=EVERYONE, write="adm", create="adm", unlink="adm", far=EVERYONE),
    "ops.letter.counter": Row(read="adm"),
    "ops.letter.reader": Row(read=EVERYONE),
    "ops.letter.instruction": Row(read=EVERYONE),
    "ops.letter.step": Row(read=EVERYONE, write=EVERYONE, create=EVERYONE, unlink=EVERYONE),
    "ops.letter.circulate": Row(read=WRITERS, write=WRITERS, create=WRITERS, unlink=WRITERS),
    "ops.letter.instruct": Row(read=WRITERS, write=WRITERS, create=WRITERS, unlink=WRITERS),
}
