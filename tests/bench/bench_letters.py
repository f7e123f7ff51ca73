"""Lists of letters with ten thousand beside a hundred; lists of documents and summaries, large."""

from datetime import date, timedelta

from lxml import etree

from tests.bench import Figure

FEW, MANY, PAGE = 100, 10_000, 80
#: The lists of letters as their menus open them.
LISTS = {
    "letters in": [("direction", "=", "incoming")],
    "letters in, open": [
        ("direction", "=", "incoming"),
        ("state", "not in", ("done", "archived", "void")),
    ],
    "letters out": [("direction", "=", "outgoing")],
}


def _person(env, role, name):
    """A holder of the role card at a department of its own, so that the rules count too."""
    place = env["hr.department"].create({"name": f"bench {name}"})
    user = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create({"name": f"bench {name}", "login": f"bench_{name}", "lang": "zh_CN"})
    )
    employee = env["hr.employee"].create(
        {"name": f"bench {name}", "user_id": user.id, "department_id": place.id}
    )
    env["ops.role.assignment"].create(
        {
            "employee_id": employee.id,
            "role_id": env.ref(f"ops_roles.role_{role}").id,
            "department_id": place.id,
            "date_from": "2026-01-01",
        }
    )
    return user, place


def _letters(env, user, place, count):
    """Make ``count`` letters, every third outgoing, half of the rest closed."""
    series = {
        way: env["ops.letter.series"].search([("direction", "=", way)], limit=1).id
        for way in ("incoming", "outgoing")
    }
    start = env["ops.letter"].search_count([("department_id", "=", place.id)])
    for first in range(start, start + count, 1000):
        env["ops.letter"].create(
            [
                _letter(number, series, user, place)
                for number in range(first, min(first + 1000, start + count))
            ]
        )
    _settle(env, "ops_letter")


def _letter(number, series, user, place) -> dict:
    way = "outgoing" if number % 3 == 0 else "incoming"
    return {
        "name": f"bench letter {number}",
        "direction": way,
        "series_id": series[way],
        "number": f"bench {number}",
        "correspondent": "bench bureau",
        "department_id": place.id,
        "handler_id": user.id,
        "state": "done" if number % 2 else ("issued" if way == "outgoing" else "registered"),
    }


def _settle(env, *tables):
    env.flush_all()
    for table in tables:
        env.cr.execute(f"ANALYZE {table}")  # a name of this file


def _opening(bench, records, domain):
    """Seconds to open the first page of the list with all its columns."""
    view = records.get_view(view_type="list")
    names = set(view["models"][records._name]) & records._fields.keys()
    shown = {
        name: {"fields": {"display_name": {}}} if records._fields[name].relational else {}
        for name in names
    }

    # The pager of a long list says "1000+" until it is asked for the whole number.
    counted = int(etree.fromstring(view["arch"]).get("count_limit", 10_000))

    def show():
        found = records.web_search_read(domain, shown, limit=PAGE, count_limit=counted + 1)
        assert found["records"]

    return bench.fastest(show)[0]


def _compare(bench, make, lists, few, many):
    """Figures of lists with ``few`` and ``many`` records; ``make(count)`` makes more of them.

    :param lists: ``{name: (records, domain)}``
    """
    make(few)
    before = {name: _opening(bench, *shown) for name, shown in lists.items()}
    make(many - few)
    for name, shown in lists.items():
        after = _opening(bench, *shown)
        yield Figure(f"{name}, at {few}", before[name] * 1000, "ms")
        yield Figure(f"{name}, at {many}", after * 1000, "ms")
        yield Figure(f"{name}, {many} against {few}", after / before[name], "x", 1.2)


def bench_letter_lists(bench):
    """Each list of letters: a page of it with ten thousand letters and with as few as fill one."""
    env = bench.env
    user, place = _person(env, "sa", "letter")
    letters = env["ops.letter"].with_user(user)
    lists = {
        name: (letters, [*domain, ("department_id", "=", place.id)])
        for name, domain in LISTS.items()
    }
    yield from _compare(
        bench, lambda count: _letters(env, user, place, count), lists, 3 * FEW, MANY
    )


def bench_document_list(bench):
    """The list of controlled documents as a keeper of the department."""
    env = bench.env
    user, place = _person(env, "om", "document")

    def make(count):
        env["ops.document"].create(
            [
                {"name": f"bench document {n}", "department_id": place.id, "owner_id": user.id}
                for n in range(count)
            ]
        )
        _settle(env, "ops_document")

    lists = {"documents": (env["ops.document"].with_user(user), [])}
    yield from _compare(bench, make, lists, FEW, MANY)


def bench_summary_list(bench):
    """The list of summaries as the superior of a hundred authors, a hundred weeks."""
    env = bench.env
    user, place = _person(env, "om", "summary")
    authors = env["hr.employee"].create(
        [{"name": f"bench author {n}", "department_id": place.id} for n in range(FEW)]
    )
    role, monday = env.ref("ops_roles.role_cs"), date(2024, 1, 1)

    def make(count):
        start = env["ops.summary"].search_count([("superior_id", "=", user.id)]) // FEW
        env["ops.summary"].create(
            [
                {
                    "kind": "weekly",
                    "employee_id": author.id,
                    "user_id": user.id,
                    "superior_id": user.id,
                    "role_id": role.id,
                    "department_id": place.id,
                    "date_from": monday + timedelta(weeks=week),
                    "date_to": monday + timedelta(weeks=week, days=6),
                    "due": monday + timedelta(weeks=week, days=7),
                    "state": "submitted" if week % 2 else "scored",
                }
                for week in range(start, start + count // FEW)
                for author in authors
            ]
        )
        _settle(env, "ops_summary")

    lists = {"summaries": (env["ops.summary"].with_user(user), [])}
    yield from _compare(bench, make, lists, FEW, MANY)
