"""Five hundred approvals that wait for one signer: his list, his home page, a change of role."""

from functools import partial

from odoo.fields import Command

from tests.bench import Figure

FEW, MANY = 100, 500
_LIST = {
    "kind": {},
    "name": {},
    "requester_id": {"fields": {"display_name": {}}},
    "department_id": {"fields": {"display_name": {}}},
    "currency_id": {"fields": {}},
    "amount": {},
    "submitted_at": {},
    "stage_id": {"fields": {"display_name": {}}},
    "due_at": {},
    "state": {},
    "can_approve": {},
    "is_late": {},
}


def _people(env, name):
    """A supervisor who asks and the project manager above him, with logins and role cards."""
    place = env["hr.department"].create({"name": f"bench approval {name}"})
    group = env.ref("base.group_user").id
    people = {}
    for code in ("pm", "sv"):
        user = env["res.users"].create(
            {
                "name": f"bench {name} {code}",
                "login": f"bench_approval_{name}_{code}",
                "group_ids": [Command.set([group])],
            }
        )
        people[code] = env["hr.employee"].create({"name": user.name, "user_id": user.id})
        env["ops.role.assignment"].create(
            {
                "employee_id": people[code].id,
                "role_id": env.ref(f"ops_roles.role_{code}").id,
                "department_id": place.id,
                "date_from": "2026-01-01",
            }
        )
    return people["sv"].user_id, people["pm"].user_id


def _submit(env, asker, count):
    values = {"name": "bench approval", "text": "x", "amount": 10}
    notes = env["ops.approval.note"].with_user(asker).create([values] * count)
    notes.action_submit()
    env.flush_all()
    for table in ("flow", "stage", "step", "flow_waiting_rel", "flow_reader_rel"):
        env.cr.execute(f"ANALYZE ops_approval_{table}")


def _list_page(env, signer):
    """What the browser asks for to show the first page of the list."""
    flows = env["ops.approval.flow"].with_user(signer)
    domain = [("waiting_user_ids", "in", [signer.id]), ("state", "=", "pending")]
    return flows.web_search_read(domain, _LIST, limit=80, count_limit=10001)


def _home_queries(env, signer):
    home = env["ops.home"].with_user(signer)
    home.get_home()
    env.flush_all()
    env.invalidate_all()
    before = env.cr.sql_log_count
    home.get_home()
    return env.cr.sql_log_count - before


def bench_waiting_list(bench):
    """The list of what waits for a signer costs the same with five times as much in it."""
    env = bench.env
    signers = []
    for count in (FEW, MANY):
        asker, signer = _people(env, count)
        _submit(env, asker, count)
        signers.append(signer)
        assert _list_page(env, signer)["length"] == count
    few, many = bench.fastest(*(partial(_list_page, env, signer) for signer in signers))
    yield Figure(f"list with {MANY} waiting", many * 1000, "ms")
    yield Figure(f"list with {MANY} to {FEW} waiting", many / few, "x", 1.2)
    yield Figure(f"queries of the home page, {MANY} waiting", _home_queries(env, signer), "", 24)
    flows = env["ops.approval.flow"]
    yield Figure(
        f"a role card changes, {MANY} resolved anew",
        bench.median(flows._refresh_all, before=env.invalidate_all) * 1000,
        "ms",
        3000,
    )
