"""What screens take at a million calls, beside what Odoo and bare SQL take for as much.

The lists are asked for as the web client does, once by people with their record rules (an
operations manager, an ordinary user for the contacts) and once by the superuser.
"""

from functools import partial

from lxml import etree

from odoo.fields import Command
from odoo.tools import SQL, sql

from tests.bench import Figure

_QUEUES = 4
_DAYS = 365


def _person(env, login, group):
    return env["res.users"].create(
        {
            "name": login,
            "login": login,
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
            "group_ids": [Command.set(env.ref(group).ids)],
        }
    )


def _manager(env, department):
    """An operations manager in charge of a department."""
    user = _person(env, "bench_om", "base.group_user")
    employee = env["hr.employee"].create({"name": user.name, "user_id": user.id})
    env["ops.role.assignment"].create(
        {
            "employee_id": employee.id,
            "role_id": env.ref("ops_roles.role_om").id,
            "department_id": department.id,
            "date_from": "2026-01-01",
        }
    )
    return user


def _fill(bench, calls):
    """A year of calls of four queues, and half hours counted from them; its department."""
    env = bench.env
    department = env["hr.department"].create({"name": "Bench"})
    project = env["ops.client.project"].create(
        {"name": "Bench", "code": "bench", "department_id": department.id}
    )
    source = env["ops.feed.source"].create(
        {"name": "screens", "code": "screens", "tz": "Asia/Shanghai"}
    )
    names = [f"q{number}" for number in range(_QUEUES)]
    queues = env["ops.call.queue"].create(
        [
            {"name": name, "label": name, "source_id": source.id, "project_id": project.id}
            for name in names
        ]
    )
    env.flush_all()
    env.cr.execute(
        """
        INSERT INTO ops_call (source_id, callid, visit, direction, queue, queue_id, project_id,
               department_id, company_id, caller, caller_key, enter_at, answered_at, end_at, day,
               interval_at, position, ring_s, wait_s, talk_s, ring_count, agent_name, outcome,
               ended_by, is_short, is_repeat, to_call_back, has_recording)
        SELECT q.source_id, date_part('epoch', at) || '.' || n, 1, 'in', q.name, q.id,
               q.project_id, q.department_id, q.company_id, '138' || lpad(n::text, 8, '0'),
               '138' || lpad(n::text, 8, '0'), at, at + interval '9 s', at + interval '99 s',
               (at AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai')::date,
               date_bin('30 min', at, 'epoch'), 1, 4, 5 + n %% 20,
               CASE WHEN n %% 9 > 0 THEN 90 END, 0, 'Agent/' || 1000 + n %% 60,
               CASE WHEN n %% 9 > 0 THEN 'answered' ELSE 'abandoned' END,
               'caller', FALSE, n %% 7 = 0, n %% 90 = 0, FALSE
          FROM (SELECT n, timestamp '2026-11-20' - n * interval '1 day' * %s / %s AS at
                  FROM generate_series(1, %s) n) AS entered
          JOIN ops_call_queue q ON q.id = (%s)[1 + n %% %s]
         ORDER BY at
        """,
        [_DAYS, calls, calls, queues.ids, _QUEUES],
    )
    env["ops.call.interval"]._rebuild(source_ids=source.ids)
    return department


def _fill_partners(bench, number):
    """Copies of one partner, so that whatever column an installed addon demands is filled."""
    env = bench.env
    model = env["res.partner"].create({"name": "bench", "email": "bench@example.com"})
    env.flush_all()
    columns = sorted(
        sql.table_columns(env.cr, "res_partner").keys() - {"id", "name", "complete_name"}
    )
    copied = SQL(", ").join(map(SQL.identifier, columns))
    env.cr.execute(
        SQL(
            "INSERT INTO res_partner (name, complete_name, %s)"
            " SELECT 'P' || n, 'P' || n, %s"
            "   FROM res_partner, generate_series(1, %s) n WHERE id = %s",
            copied,
            copied,
            number,
            model.id,
        )
    )


def _list(model):
    """What the client asks to open a list: a page of its columns, and their number."""
    arch = etree.fromstring(model.get_view(view_type="list")["arch"])
    names = {node.get("name") for node in arch.iterchildren("field") if _is_shown(node)}
    specification = {
        name: {"fields": {"display_name": {}}} if model._fields[name].relational else {}
        for name in names
    }
    order = arch.get("default_order") or ""
    model = model.with_context(bin_size=True)
    return partial(
        model.web_search_read, [], specification, limit=80, count_limit=10001, order=order
    )


def _is_shown(node):
    return node.get("optional") != "hide"


def _against(bench, ours, theirs):
    """The ratio of two calls, taken in turns; medians, each without what the other read."""
    ours(), theirs()
    figures = [
        [bench.seconds(call) for call in (ours, theirs) if bench.env.invalidate_all() is None]
        for _turn in range(15)
    ]
    return [sorted(column)[len(column) // 2] for column in zip(*figures, strict=True)]


def bench_screens(bench):
    """Opening the list of calls against that of contacts; the pivot of half hours against SQL."""
    env, calls = bench.env, 20_000 if bench.quick else 1_000_000
    department = _fill(bench, calls)
    _fill_partners(bench, calls)
    manager = _manager(env, department)
    clerk = _person(env, "bench_clerk", "base.group_user")
    env.cr.commit()
    for table in ("ops_call", "res_partner", "ops_call_interval"):
        env.cr.execute(f"ANALYZE {table}")
    env.cr.commit()
    for who, mine, theirs in (("a person", manager, clerk), ("superuser", env.user, env.user)):
        figures = _against(
            bench,
            _list(env["ops.call"].with_user(mine).sudo(mine == env.user)),
            _list(env["res.partner"].with_user(theirs).sudo(theirs == env.user)),
        )
        yield Figure(f"call list, {who}", figures[0] * 1000, "ms")
        name = f"call list against partner list, {who}"
        yield Figure(name, figures[0] / figures[1], "x", limit=1.2)
    (rows,) = bench.rows("SELECT count(*) FROM ops_call_interval")[0]
    yield Figure("half hours", rows, "rows")
    for who, user in (("a person", manager), ("superuser", env.user)):
        figures = _against(bench, _pivot(env, user), partial(_by_hand, bench))
        yield Figure(f"interval pivot, {who}", figures[0] * 1000, "ms")
        yield Figure(f"interval pivot against SQL, {who}", figures[0] / figures[1], "x", limit=1.3)


def _pivot(env, user):
    """What the pivot asks for on opening: its rows level by level, with its measures."""
    model = env["ops.call.interval"].with_user(user).sudo(user == env.user)
    arch = etree.fromstring(model.get_view(view_type="pivot")["arch"])
    rows = [_grouping(node) for node in arch.iterchildren("field") if node.get("type") == "row"]
    measures = [node.get("name") for node in arch.iterchildren("field") if not node.get("type")]
    measures += arch.xpath("field[@type='measure']/@name")
    aggregates = ["__count", *(f"{name}:{model._fields[name].aggregator}" for name in measures)]
    levels = [rows[:depth] for depth in range(len(rows) + 1)]
    return partial(model.formatted_read_grouping_sets, [], levels, aggregates)


def _grouping(node):
    return ":".join(filter(None, (node.get("name"), node.get("interval"))))


def _by_hand(bench):
    """The same figures; a service level is blank where it was not measured in one way."""
    return bench.rows(
        """
        SELECT k.date_from, i.kpi_contract_id, day, count(*), sum(offered), sum(answered),
               max(max_wait_s), sum(talk_s), sum(sl_num), sum(sl_den),
               CASE WHEN min(i.formula) = max(i.formula)
                     AND min(i.threshold_s) = max(i.threshold_s)
                     AND min(i.short_s) = max(i.short_s)
                    THEN sum(sl_num)::float8 / NULLIF(sum(sl_den), 0) END,
               sum(abandon_num)::float8 / NULLIF(sum(abandon_den), 0),
               sum(wait_answered_s)::float8 / NULLIF(sum(answered), 0),
               sum(handle_s)::float8 / NULLIF(sum(answered), 0)
          FROM ops_call_interval i LEFT JOIN ops_kpi_contract k ON k.id = i.kpi_contract_id
         GROUP BY GROUPING SETS ((), (i.kpi_contract_id, k.date_from),
                                 (i.kpi_contract_id, k.date_from, day))
         ORDER BY k.date_from DESC, i.kpi_contract_id, day
        """
    )
