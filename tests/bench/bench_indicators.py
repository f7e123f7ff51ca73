"""An indicator measured for a thousand people and for their departments."""

from datetime import date

from tests.bench import Figure

PEOPLE, DAYS = 1000, 60
_START = date(2026, 10, 1)


def _employees(env, count):
    """``count`` people in ten departments below one; made once."""
    people = env["hr.employee"].search([("name", "like", "bench figure")], order="id")
    if not people:
        top = env["hr.department"].create({"name": "bench figure"})
        places = env["hr.department"].create(
            [{"name": f"bench figure {n}", "parent_id": top.id} for n in range(10)]
        )
        people = env["hr.employee"].create(
            [
                {"name": f"bench figure {n}", "department_id": places[n % 10].id}
                for n in range(count)
            ]
        )
        _days(env, people)
    return people


def _days(env, people):
    """An agent day for each of them on each of the days."""
    source = env["ops.feed.source"].create(
        {"name": "bench figure", "code": "bench_figure", "tz": "Asia/Shanghai"}
    )
    env.flush_all()
    env.cr.execute(
        """
        INSERT INTO ops_agent_day (source_id, company_id, employee_id, department_id, agent_key,
                                   day, login_s, handle_s, busy_or_free_s, calls)
        SELECT %s, %s, e.id, v.department_id, e.id::text, %s::date + day, 28800, 9000, 20000, 60
          FROM hr_employee e JOIN hr_version v ON v.id = e.current_version_id,
               generate_series(0, %s) AS day
         WHERE e.id = ANY(%s)
        """,
        [source.id, env.company.id, _START, DAYS - 1, people.ids],
    )
    env.cr.execute("ANALYZE ops_agent_day")


def bench_indicator_scopes(bench):
    """Twelve months at once; the time may grow with the rows, never with a query each."""
    env = bench.env
    people = _employees(env, PEOPLE)
    places = people.department_id
    aht = env.ref("ops_callcenter.indicator_aht")
    few = bench.median(
        lambda: aht._series("month", date(2026, 11, 1), 12, "employee", people[:10].ids)
    )
    for scope, records in (("employee", people), ("department", places)):
        before = env.cr.sql_log_count
        all_of = bench.median(
            lambda scope=scope, records=records: aht._series(
                "month", date(2026, 11, 1), 12, scope, records.ids
            )
        )
        runs = env.cr.sql_log_count - before
        yield Figure(f"12 months, {len(records)} of {scope}", all_of * 1000, "ms", 2000)
        yield Figure(f"queries of all runs, {scope}", runs, "", 10)
    yield Figure("12 months, 10 people", few * 1000, "ms")
