"""A native record of each kind per branch, for the isolation matrix.

``records(case, branch)`` gives ``{model: record}``; what belongs to people is of the branch's
technician. The names carry the branch's code, so that a search by name would find them.
"""

from odoo.fields import Command

from .access_table_work import PHOTO, SERIAL, custody

DAY = "2026-11-02"


def records(case, branch):
    """Make one record of every model that is isolated, for one branch."""
    env, code = case.env, branch.code
    product = env["product.product"].create({"name": f"Part {code}", "is_storable": True})
    partner = env["res.partner"].create({"name": f"Customer {code}"})
    return {
        "ops.branch": branch,
        "res.partner": partner,
        **_sales(env, branch, product, partner),
        **_stock(env, branch, product, partner),
        **_count(env, branch, product),
        **_on_the_way(env, branch, product),
        **_money(case, branch, partner),
        **_people(case, branch),
        **_work(case, branch, partner),
    }


def _sales(env, branch, product, partner):
    team = {"partner_id": partner.id, "team_id": branch.team_id.id}
    item = Command.create({"product_id": product.id, "product_uom_qty": 1})
    order = env["sale.order"].create({**team, "order_line": [item]})
    return {
        "sale.order": order,
        "sale.order.line": order.order_line,
        "crm.lead": env["crm.lead"].create({"name": f"Chance {branch.code}", **team}),
        "repair.order": env["repair.order"].create(
            {
                "product_id": product.id,
                "picking_type_id": branch.warehouse_id.repair_type_id.id,
                "partner_id": partner.id,
            }
        ),
    }


def _stock(env, branch, product, partner):
    shelf = {"product_id": product.id, "location_id": branch.warehouse_id.lot_stock_id.id}
    env["stock.quant"]._update_available_quantity(product, branch.warehouse_id.lot_stock_id, 3)
    picking = _picking(env, branch, product, partner)
    return {
        "stock.picking": picking,
        "stock.move": picking.move_ids,
        "stock.move.line": picking.move_line_ids,
        "stock.quant": env["stock.quant"].search([(name, "=", shelf[name]) for name in shelf]),
        "stock.scrap": env["stock.scrap"].create(shelf),
        "stock.warehouse.orderpoint": env["stock.warehouse.orderpoint"].create(shelf),
    }


def _picking(env, branch, product, partner):
    """A delivery out of the branch's warehouse, reserved."""
    places = {
        "location_id": branch.warehouse_id.lot_stock_id.id,
        "location_dest_id": env.ref("stock.stock_location_customers").id,
    }
    move = {"product_id": product.id, "product_uom_qty": 1, **places}
    picking = env["stock.picking"].create(
        {
            "picking_type_id": branch.warehouse_id.out_type_id.id,
            "partner_id": partner.id,
            "move_ids": [Command.create(move)],
            **places,
        }
    )
    picking.action_confirm()
    picking.action_assign()
    return picking


def _count(env, branch, product):
    """A count of the branch's stock with its goods, an entry and its book."""
    count = env["ops.stock.count"].create({"branch_id": branch.id})
    count.action_start()
    item = count.item_ids.filtered(lambda one: one.product_id == product)
    count._enter([(product, env["stock.lot"], branch.warehouse_id.lot_stock_id, 3)])
    return {
        "ops.stock.plan": env["ops.stock.plan"].create({"branch_id": branch.id}),
        "ops.stock.count": count,
        "ops.stock.count.item": item,
        "ops.stock.count.entry": count.entry_ids,
        "ops.stock.count.line": count.line_ids[:1],
    }


def _on_the_way(env, branch, product):
    """Goods a branch sends to headquarters, and papers it hands over."""
    transfers, batches = env["ops.transfer"], env["ops.handover"]
    transfer = transfers.create(
        {
            "sender_id": branch.warehouse_id.id,
            "receiver_id": transfers._headquarters()[:1].id,
            "line_ids": [Command.create({"product_id": product.id})],
        }
    )
    batch = batches.create(
        {
            "subject": f"Papers {branch.code}",
            "branch_id": branch.id,
            "direction": "up",
            "line_ids": [Command.create({"number": branch.code})],
        }
    )
    return {
        "ops.transfer": transfer,
        "ops.transfer.line": transfer.line_ids,
        "ops.handover": batch,
        "ops.handover.line": batch.line_ids,
    }


def _money(case, branch, partner):
    line = case._cash_line(branch, 5)
    return {
        "account.bank.statement.line": line,
        "account.move": line.move_id,
        "account.move.line": line.move_id.line_ids[:1],
        "account.bank.statement": case.env["account.bank.statement"].create(
            {"name": f"Till {branch.code}", "line_ids": [Command.link(line.id)]}
        ),
        "account.payment": case.env["account.payment"].create(
            {"journal_id": branch.cash_journal_id.id, "amount": 3, "partner_id": partner.id}
        ),
    }


def _people(case, branch):
    staff = case.staff["near" if branch == case.near else "far"]["technician"]
    times = {"check_in": f"{DAY} 00:00:00", "check_out": f"{DAY} 09:00:00"}
    expense = {"name": f"Taxi {branch.code}", "total_amount_currency": 5}
    return {
        "hr.attendance": case.env["hr.attendance"].create({"employee_id": staff.id, **times}),
        "hr.expense": case.env["hr.expense"].create({"employee_id": staff.id, **expense}),
    }


def _work(case, branch, partner):
    """A work order with a part of each kind."""
    env = case.env
    order = env["ops.work.order"].create(
        {
            "kind_id": env["ops.work.kind"].search([], limit=1).id,
            "branch_id": branch.id,
            "partner_id": partner.id,
            "subject": f"Work {branch.code}",
            "photo_ids": [Command.create({name: make(case) for name, make in PHOTO.items()})],
            "serial_ids": [Command.create({name: make(case) for name, make in SERIAL.items()})],
            "material_ids": [
                Command.create({"product_id": env["product.product"].create({"name": "t"}).id})
            ],
            "fee_ids": [
                Command.create({"product_id": env["product.product"].create({"name": "t"}).id})
            ],
        }
    )
    project = env["project.project"].create(
        {"name": f"Project {branch.code}", "ops_branch_id": branch.id, "partner_id": partner.id}
    )
    part = {"name": f"Part {branch.code}", "project_id": project.id}
    held = custody(case, branch)
    return {
        "project.project": project,
        "project.milestone": env["project.milestone"].create(part),
        "project.task": env["project.task"].create(dict(part)),
        "project.update": env["project.update"].create({**part, "status": "on_track"}),
        "maintenance.equipment": held.equipment_id,
        "ops.tool.custody": held,
        "ops.work.order": order,
        "ops.work.check": order.check_ids[:1],
        "ops.work.photo": order.photo_ids,
        "ops.work.serial": order.serial_ids,
        "ops.work.material": order.material_ids,
        "ops.work.fee": order.fee_ids,
    }
