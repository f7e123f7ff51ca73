"""What opening a card or a vehicle with its history takes, beside a serial of the native stock.

The forms are asked for as the web client does: one read of all their fields, with the lines of
their pages. The serial has moved as often as the card was fitted, by people with their rules.
"""

from functools import partial

from lxml import etree

from odoo.fields import Command

from tests.bench import Figure

BRANCHES, FITTED = 8, 6  # how often each card was fitted, with as many states and plans
LINES = 40  # of a list within a form, as the client asks for them


def _person(env, login, groups, department=None):
    user = env["res.users"].create(
        {
            "name": login,
            "login": login,
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
            "group_ids": [Command.set([env.ref(group).id for group in groups])],
        }
    )
    if department:
        employee = env["hr.employee"].create({"name": login, "user_id": user.id})
        env["ops.role.assignment"].create(
            {
                "employee_id": employee.id,
                "role_id": env.ref("ops_roles.role_da").id,
                "department_id": department.id,
                "date_from": "2026-01-01",
            }
        )
    return user


def _fill(bench, cards):
    """Cards in terminals in vehicles, each with a past; the department all are below."""
    env = bench.env
    top = env["hr.department"].create({"name": "Bench"})
    branches = env["ops.branch"].create(
        [
            {
                "name": f"bench {number}",
                "code": f"BR{number}",
                "region_code": "410100",
                "department_id": env["hr.department"]
                .create({"name": f"bench {number}", "parent_id": top.id})
                .id,
            }
            for number in range(BRANCHES)
        ]
    )
    customer = env["res.partner"].create({"name": "bench", "is_company": True})
    account = env["ops.operator.account"].create(
        {
            "name": "bench",
            "code": "BENCHR",
            "operator": "telecom",
            "platform": "onelink_ct",
            "partner_id": customer.id,
            "department_id": top.id,
        }
    )
    plans = env["ops.sim.plan"].create(
        [{"account_id": account.id, "code": f"B{n}", "name": f"B{n}"} for n in range(FITTED)]
    )
    model = env["product.product"].create(
        {"name": "bench terminal", "is_storable": True, "tracking": "serial"}
    )
    env.flush_all()
    env.cr.execute(
        FILL,
        {
            "cards": cards,
            "fitted": FITTED,
            "places": branches.department_id.ids,
            "branches": BRANCHES,
            "company": env.company.id,
            "account": account.id,
            "plans": plans.ids,
            "customer": customer.id,
            "terminal": model.id,
            "sim": env.ref("ops_telematics.product_sim").id,
            "shelf": branches[0].warehouse_id.lot_stock_id.id,
            "out": env.ref("stock.stock_location_customers").id,
        },
    )
    env.invalidate_all(flush=False)
    return top


FILL = """
    INSERT INTO stock_lot (name, product_id, company_id, location_id)
    SELECT '8986039100' || lpad(n::text, 9, '0'), %(sim)s, %(company)s, %(out)s
      FROM generate_series(1, %(cards)s) n
     UNION ALL
    SELECT 'BR' || lpad(n::text, 9, '0'), %(terminal)s, %(company)s, %(out)s
      FROM generate_series(1, %(cards)s) n;
    INSERT INTO stock_quant (product_id, lot_id, location_id, company_id, quantity,
           reserved_quantity, in_date)
    SELECT product_id, id, %(out)s, company_id, 1, 0, now() AT TIME ZONE 'UTC'
      FROM stock_lot WHERE name LIKE '8986039100%%' OR name LIKE 'BR0%%';
    INSERT INTO ops_sim (iccid, lot_id, account_id, department_id, company_id, state, plan_id,
           msisdn, active)
    SELECT name, id, %(account)s,
           (%(places)s::integer[])[1 + right(name, 5)::integer %% %(branches)s], %(company)s,
           'active', (%(plans)s::integer[])[%(fitted)s], '1410' || right(name, 9), TRUE
      FROM stock_lot WHERE name LIKE '8986039100%%';
    INSERT INTO ops_terminal (serial, lot_id, department_id, company_id, active)
    SELECT name, id, (%(places)s::integer[])[1 + right(name, 5)::integer %% %(branches)s],
           %(company)s, TRUE
      FROM stock_lot WHERE name LIKE 'BR0%%';
    INSERT INTO ops_vehicle (plate, plate_color, kind, partner_id, department_id, company_id,
           region_code, registered_on, active)
    SELECT 'BR' || right(serial, 9), '2', 'truck', %(customer)s, department_id, company_id,
           '410100', '2025-01-01', TRUE
      FROM ops_terminal WHERE serial LIKE 'BR0%%';
    INSERT INTO ops_archive (vehicle_id, department_id, company_id, due_on, is_complete)
    SELECT id, department_id, company_id, '2026-01-01', FALSE FROM ops_vehicle
     WHERE plate LIKE 'BR0%%';
    INSERT INTO ops_installation (vehicle_id, slot, terminal_id, sim_id, partner_id,
           department_id, company_id, date_from, date_to)
    SELECT vehicle.id, 'main', terminal.id, sim.id, %(customer)s, vehicle.department_id,
           %(company)s, date '2025-01-01' + turn * 30,
           CASE WHEN turn < %(fitted)s - 1 THEN date '2025-01-01' + turn * 30 + 30 END
      FROM ops_vehicle vehicle
      JOIN ops_terminal terminal ON terminal.serial = vehicle.plate
      JOIN ops_sim sim ON sim.iccid = '8986039100' || right(vehicle.plate, 9)
      CROSS JOIN generate_series(0, %(fitted)s - 1) turn;
    INSERT INTO ops_sim_state (sim_id, state, date_from, date_to)
    SELECT id, CASE WHEN turn %% 2 = 0 THEN 'stopped' ELSE 'active' END,
           date '2025-01-01' + turn * 30,
           CASE WHEN turn < %(fitted)s - 1 THEN date '2025-01-01' + turn * 30 + 30 END
      FROM ops_sim CROSS JOIN generate_series(0, %(fitted)s - 1) turn
     WHERE account_id = %(account)s;
    INSERT INTO ops_sim_subscription (sim_id, plan_id, date_from, date_to)
    SELECT id, (%(plans)s::integer[])[turn + 1], date '2025-01-01' + turn * 30,
           CASE WHEN turn < %(fitted)s - 1 THEN date '2025-01-01' + turn * 30 + 30 END
      FROM ops_sim CROSS JOIN generate_series(0, %(fitted)s - 1) turn
     WHERE account_id = %(account)s;
    INSERT INTO stock_move_line (product_id, lot_id, location_id, location_dest_id, company_id,
           product_uom_id, quantity, state, date)
    SELECT lot.product_id, lot.id,
           CASE WHEN turn %% 2 = 0 THEN %(shelf)s ELSE %(out)s END,
           CASE WHEN turn %% 2 = 0 THEN %(out)s ELSE %(shelf)s END, lot.company_id,
           template.uom_id, 1, 'done', now() AT TIME ZONE 'UTC'
      FROM stock_lot lot
      JOIN product_product product ON product.id = lot.product_id
      JOIN product_template template ON template.id = product.product_tmpl_id
      CROSS JOIN generate_series(0, %(fitted)s - 1) turn
     WHERE lot.name LIKE '8986039100%%';
"""


def _form(model):
    """What the client asks to open a record: its fields, those of lines by their own views."""
    arch = etree.fromstring(model.get_view(view_type="form")["arch"])
    return {
        node.get("name"): _wanted(model._fields[node.get("name")], node, model.env)
        for node in arch.iter("field")
        if not any(above.tag == "field" for above in node.iterancestors())
    }


def _wanted(field, node, env):
    if not field.relational:
        return {}
    if field.type not in ("one2many", "many2many"):
        return {"fields": {"display_name": {}}}
    lines = node.find("list")
    if lines is None:
        lines = etree.Element("list")
    names = [one.get("name") for one in lines.iterchildren("field")] or ["display_name"]
    inner = env[field.comodel_name]._fields
    shown = {
        name: {"fields": {"display_name": {}}} if inner[name].relational else {} for name in names
    }
    return {"fields": shown, "limit": LINES}


def _opening(records):
    """A call that opens the next one of the records, as if nothing had been read before."""
    specification, turns = _form(records), iter(list(records) * 2)

    def opened():
        records.env.invalidate_all()
        next(turns).web_read(specification)

    return opened


def _against(bench, ours, theirs, turns=25):
    """Medians of two calls taken in turns."""
    ours(), theirs()
    figures = [[bench.seconds(call) for call in (ours, theirs)] for _turn in range(turns)]
    return [sorted(column)[len(column) // 2] for column in zip(*figures, strict=True)]


def bench_register(bench):
    """A card and a vehicle with their past against the same serial in stock."""
    env, cards = bench.env, 2_000 if bench.quick else 100_000
    top = _fill(bench, cards)
    keeper = _person(env, "bench_da", ["base.group_user"], top)
    stockman = _person(env, "bench_stock", ["base.group_user", "stock.group_stock_manager"])
    env.cr.commit()
    for table in ("stock_lot", "stock_quant", "stock_move_line", "ops_sim", "ops_installation"):
        env.cr.execute(f"ANALYZE {table}")
    env.cr.commit()
    lots = env["stock.lot"].search([("name", "like", "8986039100%")], limit=40, order="name")
    for who, mine, theirs in (("a person", keeper, stockman), ("superuser", env.user, env.user)):
        native = partial(_opening, lots.with_user(theirs).sudo(theirs == env.user))
        for name, domain in (
            ("ops.sim", [("iccid", "in", lots.mapped("name"))]),
            ("ops.vehicle", [("plate", "in", [f"BR{lot.name[-9:]}" for lot in lots])]),
        ):
            records = env[name].search(domain).with_user(mine).sudo(mine == env.user)
            figures = _against(bench, _opening(records), native())
            yield Figure(f"form of {name}, {who}", figures[0] * 1000, "ms")
            yield Figure(f"form of a serial, {who}", figures[1] * 1000, "ms")
            label = f"form of {name} against that of a serial, {who}"
            yield Figure(label, figures[0] / figures[1], "x", limit=1.2)
