"""Isolation of branches: each list at a million rows, with its record rule and without.

Two readers: headquarters, who may see every branch (without the rule: the same list), and the
manager of one branch of twenty (without the rule: the same list, filtered by hand).
"""

from lxml import etree

from odoo.fields import Command

from tests.bench import Figure

ROWS, BRANCHES, PAGE, DAY = 1_000_000, 20, 80, "2026-11-02"
LIMIT = 1.15
#: Columns a copy needs a value of its own for, by model; ``n`` is its number.
FRESH = {
    "stock.picking": {"name": "'B/' || n"},
    "sale.order": {"name": "'S' || n", "access_token": "NULL"},
    "crm.lead": {"name": "'L' || n"},
    "repair.order": {"name": "'R' || n"},
    "res.partner": {"name": "'P' || n", "access_token": "NULL", "signup_type": "NULL"},
    "hr.attendance": {
        "check_in": "timestamp '2020-01-01' + n * interval '2 min'",
        "check_out": "timestamp '2020-01-01 00:01' + n * interval '2 min'",
    },
    "stock.quant": {},
    "stock.move.line": {},
    "account.move.line": {},
    "hr.expense": {"name": "'E' || n"},
}


def _branches(env):
    """Twenty branches below headquarters, and a reader of all and of the last of them."""
    rest = env["hr.department"].search([("parent_id", "=", False)])
    top = env["hr.department"].create({"name": "bench"})
    rest.parent_id = top
    branches = env["ops.branch"].create(
        [
            {
                "name": f"bench {number}",
                "code": f"B{number:02}",
                "region_code": "410100",
                "department_id": env["hr.department"]
                .create({"name": f"bench {number}", "parent_id": top.id})
                .id,
            }
            for number in range(BRANCHES)
        ]
    )
    return branches, _reader(env, "gm", top), _reader(env, "bm", branches[-1].department_id)


def _reader(env, code, place):
    rights = (
        *("stock.group_stock_manager", "sales_team.group_sale_manager"),
        *("account.group_account_user", "hr_expense.group_hr_expense_manager"),
        *("hr_attendance.group_hr_attendance_manager", "hr.group_hr_user"),
    )
    user = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create({"name": code, "login": f"bench_branch_{code}", "lang": "zh_CN"})
    )
    user.group_ids = [Command.link(env.ref(name).id) for name in rights]
    person = env["hr.employee"].create({"name": code, "user_id": user.id})
    env["ops.role.assignment"].create(
        {
            "employee_id": person.id,
            "role_id": env.ref(f"ops_roles.role_{code}").id,
            "department_id": place.id,
            "date_from": "2026-01-01",
        }
    )
    return user


def _patterns(env, branch):
    """One record per model to copy, in one branch."""
    product = env["product.product"].create({"name": "bench", "is_storable": True})
    partner = env["res.partner"].create({"name": "bench"})
    stock, house = branch.warehouse_id.lot_stock_id, branch.warehouse_id
    customers = env.ref("stock.stock_location_customers")
    person = env["hr.employee"].create({"name": "bench", "department_id": branch.department_id.id})
    env["stock.quant"]._update_available_quantity(product, stock, 3)
    places = {"location_id": stock.id, "location_dest_id": customers.id}
    picking = env["stock.picking"].create(
        {
            "picking_type_id": house.out_type_id.id,
            **places,
            "move_ids": [
                Command.create({"product_id": product.id, "product_uom_qty": 1, **places})
            ],
        }
    )
    picking.action_confirm()
    picking.action_assign()
    line = env["account.bank.statement.line"].create(
        {
            "journal_id": branch.cash_journal_id.id,
            "amount": 5,
            "date": DAY,
            "payment_ref": "bench",
            "counterpart_account_id": env["account.account"]
            .search([("account_type", "=", "income")], limit=1)
            .id,
        }
    )
    return {
        "stock.picking": picking,
        "stock.quant": env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id", "=", stock.id)]
        ),
        "stock.move.line": picking.move_line_ids,
        "account.move.line": line.move_id.line_ids[:1],
        "sale.order": env["sale.order"].create(
            {"partner_id": partner.id, "team_id": branch.team_id.id}
        ),
        "crm.lead": env["crm.lead"].create({"name": "bench", "team_id": branch.team_id.id}),
        "repair.order": env["repair.order"].create(
            {"product_id": product.id, "picking_type_id": house.repair_type_id.id}
        ),
        "hr.attendance": env["hr.attendance"].create(
            {"employee_id": person.id, "check_in": f"{DAY} 00:00", "check_out": f"{DAY} 09:00"}
        ),
        "hr.expense": env["hr.expense"].create(
            {"employee_id": person.id, "name": "bench", "total_amount_currency": 5}
        ),
        "res.partner": partner,
    }


def _multiply(env, record, branches, rows):
    """Copy a record until the model has ``rows``, spread over the branches in turn."""
    table = record._table
    env.cr.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attgenerated = '' AND attname <> 'id'",
        [table],
    )
    fresh = {**FRESH[record._name], "ops_department_id": "(%(places)s::int[])[1 + n %% %(many)s]"}
    names = [name for (name,) in env.cr.fetchall()]
    values = [fresh.get(name, name) for name in names]
    quoted = ", ".join(f'"{name}"' for name in names)
    query = (
        f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values)}"
        f" FROM {table}, generate_series(1, %(rows)s) n WHERE id = %(id)s RETURNING id"
    )
    _without_checks(env)
    places = branches.department_id.ids
    numbers = {"places": places, "many": len(places), "rows": rows, "id": record.id}
    env.cr.execute(f"WITH made AS ({query}) SELECT min(id), max(id) FROM made", numbers)
    first, last = env.cr.fetchone()
    if record._name == "res.partner":
        env.cr.execute(
            "INSERT INTO ops_department_partner_rel (partner_id, department_id)"
            " SELECT n, (%s::int[])[1 + n %% %s] FROM generate_series(%s, %s) n",
            [places, len(places), first, last],
        )
    env.cr.execute(f"RESET session_replication_role; ANALYZE {table}")
    env.cr.execute("ANALYZE ops_department_partner_rel")


def _without_checks(env):
    """Rows copied from a valid one need no foreign key checked: minutes less for each million.

    Only a superuser of the database may say so; others wait.
    """
    env.cr.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if env.cr.fetchone()[0]:
        env.cr.execute("SET session_replication_role = replica")


def _columns(model):
    """What the list asks for: the columns its default view shows at once."""
    views = model.get_views([(False, "list")])
    shown = views["models"][model._name]["fields"]
    arch = etree.fromstring(views["views"]["list"]["arch"])
    names = {
        node.get("name")
        for node in arch.iter("field")
        if node.get("name") in shown and node.get("optional") != "hide"
    }
    named = {"fields": {"display_name": {}}}
    return {name: named if model._fields[name].relational else {} for name in names}


def _opening(bench, model, domain):
    columns = _columns(model)

    def show():
        found = model.web_search_read(domain, columns, limit=PAGE, count_limit=10001)
        assert len(found["records"]) == PAGE, (model, len(found["records"]))

    return bench.fastest(show, turns=15)[0]


def _of_branch(model, place):
    field = "ops_department_ids" if model == "res.partner" else "ops_department_id"
    return [(field, "=", place.id)]


def bench_isolation(bench):
    """Ratio of the time of each list with the rule to that without it."""
    env = bench.env
    rows = ROWS // 50 if bench.quick else ROWS
    branches, headquarters, manager = _branches(env)
    rules = env["ir.rule"].search([("name", "like", "branches in charge")])
    place = branches[-1].department_id
    for name, record in _patterns(env, branches[0]).items():
        env.flush_all()
        _multiply(env, record, branches, rows)
        env.invalidate_all()
        for reader, hand in ((headquarters, []), (manager, _of_branch(name, place))):
            model = env[name].with_user(reader)
            ruled = _opening(bench, model, [])
            rules.active = False
            free = _opening(bench, model, hand)
            rules.active = True
            label = f"{name}, {reader.name}, {rows} rows"
            yield Figure(f"{label}, with the rule", ruled * 1000, "ms")
            yield Figure(f"{label}, rule against none", ruled / free, "x", LIMIT)
