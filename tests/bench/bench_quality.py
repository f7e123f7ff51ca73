"""A week's calls of 500 agents, drawn for listening."""

from datetime import date

from tests.bench import Figure

_WEEK = date(2026, 3, 2)
_AGENTS = 500


def _floor(env, calls):
    """A client project whose 500 agents took so many recorded calls in the week."""
    department = env["hr.department"].create({"name": "bench quality"})
    project = env["ops.client.project"].create(
        {"name": "bench", "code": "bench", "department_id": department.id}
    )
    source = env["ops.feed.source"].create({"name": "bench_qa", "code": "bench_qa"})
    people = env["hr.employee"].create([{"name": f"bench {n}"} for n in range(_AGENTS)])
    env.flush_all()
    env.cr.execute(
        """
        INSERT INTO ops_call (source_id, company_id, department_id, project_id, callid, queue,
               visit, employee_id, direction, enter_at, answered_at, day, talk_s, outcome,
               has_recording, disposition)
        SELECT %(source)s, %(company)s, %(department)s, %(project)s, 'bench' || n, 'bench', 1,
               (%(people)s::int[])[1 + n %% %(agents)s], 'in', at, at, at::date,
               20 + n %% 400, 'answered', TRUE,
               CASE WHEN n %% 17 = 0 THEN 'COMPLAINT' ELSE 'OTHER' END
          FROM (SELECT n, %(week)s + n %% 7 * interval '1 day' + n %% 30000 * interval '1 second'
                       AS at FROM generate_series(1, %(calls)s) n) x
        """,
        {
            "source": source.id,
            "company": env.company.id,
            "department": department.id,
            "project": project.id,
            "people": people.ids,
            "agents": _AGENTS,
            "week": _WEEK,
            "calls": calls,
        },
    )
    env.cr.execute("ANALYZE ops_call")
    return project


def _plan(env, project):
    form = env["ops.qa.form"].create(
        {
            "name": "bench",
            "code": "bench",
            "department_id": project.department_id.id,
            "item_ids": [(0, 0, {"code": "A", "name": "A"})],
        }
    )
    form.sudo().state = "in_use"
    return env["ops.qa.plan"].create(
        {
            "project_id": project.id,
            "form_id": form.id,
            "stratum_ids": [(0, 0, {"kind": "outcome", "codes": "COMPLAINT", "minimum": 1})],
        }
    )


def _by_hand(env, project):
    """Three calls of each agent by chance, a complaint first: the least a draw has to do."""
    env.cr.execute(
        """
        SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY employee_id ORDER BY rare, lot) AS place
              FROM (SELECT id, employee_id, disposition <> 'COMPLAINT' AS rare,
                           md5('1:' || id) AS lot
                      FROM ops_call
                     WHERE project_id = %s AND day BETWEEN %s AND %s + 6
                       AND has_recording AND answered_at IS NOT NULL) x) y
         WHERE place <= 3
        """,
        [project.id, _WEEK, _WEEK],
    )
    return len(env.cr.fetchall())


def bench_draw(bench):
    """The draw with its log and lines, against plain SQL on the same calls."""
    env = bench.env
    project = _floor(env, 20_000 if bench.quick else 200_000)
    draw = env["ops.qa.draw"].create(
        {"plan_id": _plan(env, project).id, "day": _WEEK, "reason": "bench"}
    )

    def drawn():
        draw.invalidate_recordset()
        return draw._draw(1)

    ours = bench.median(drawn)
    raw = bench.median(lambda: _by_hand(env, project))
    yield Figure("draw of 500 agents", ours, "s")
    yield Figure("draw against its SQL", ours / raw, "x", limit=5)
