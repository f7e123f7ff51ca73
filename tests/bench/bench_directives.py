"""The list of directives to executors with two thousand lines beside one with a hundred."""

from datetime import timedelta

from odoo.fields import Command

from tests.bench import Figure

FEW, MANY, PAGE = 100, 2000, 80
#: What the list shows of a line; names of records as the client asks for them.
_NAMED = ("executor_id", "department_id", "issuer_id")
_PLAIN = ("name", "source_kind", "due", "light", "progress", "state", "may_execute", "may_check")
_SHOWN = {name: {} for name in _PLAIN}
_SHOWN |= {name: {"fields": {"display_name": {}}} for name in _NAMED}


def _leader(env):
    """A user who leads the department all lines belong to, so that the rules count too."""
    place = env["hr.department"].create({"name": "bench directive"})
    user = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create({"name": "bench om", "login": "bench_directive_om", "lang": "zh_CN"})
    )
    employee = env["hr.employee"].create({"name": "bench om", "user_id": user.id})
    env["ops.role.assignment"].create(
        {
            "employee_id": employee.id,
            "role_id": env.ref("ops_roles.role_om").id,
            "department_id": place.id,
            "date_from": "2026-01-01",
        }
    )
    return user, place


def _lines(env, place, issuer, people, count):
    """Make ``count`` open lines, one per directive and person, due around today."""
    today = env.company._ops_today()
    for start in range(0, count, len(people)):
        group = people[: count - start]
        env["ops.directive"].create(
            {
                "name": f"bench directive {start}",
                "text": "bench",
                "issuer_id": issuer.id,
                "checker_id": issuer.id,
                "department_id": place.id,
                "state": "conveyed",
                "due": today + timedelta(days=start // len(people) - 5),
                "line_ids": [
                    Command.create({"executor_id": one.id, "state": "doing"}) for one in group
                ],
            }
        )
    env.flush_all()
    env.cr.execute("ANALYZE ops_directive_line; ANALYZE ops_directive")


def bench_directive_list(bench):
    """The first page of the list as its leader, all of them and the overdue ones."""
    env = bench.env
    user, place = _leader(env)
    people = env["hr.employee"].create(
        [{"name": f"bench directive {n}", "department_id": place.id} for n in range(FEW)]
    )
    lists = {"all lines": [], "overdue lines": [("light", "=", "red")]}
    lines = env["ops.directive.line"].with_user(user)

    def opening(domain):
        def show():
            found = lines.web_search_read(domain, _SHOWN, limit=PAGE, count_limit=10001)
            assert len(found["records"]) == PAGE

        return bench.fastest(show)[0]

    _lines(env, place, user, people, FEW)
    few = {name: opening(domain) for name, domain in lists.items()}
    _lines(env, place, user, people, MANY - FEW)
    for name, domain in lists.items():
        many = opening(domain)
        yield Figure(f"{name}, {PAGE} of {FEW}", few[name] * 1000, "ms")
        yield Figure(f"{name}, {PAGE} of {MANY}", many * 1000, "ms")
        yield Figure(f"{name}, {MANY} against {FEW}", many / few[name], "x", 1.2)
