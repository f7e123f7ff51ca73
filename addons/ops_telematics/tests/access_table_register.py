"""What each role may do to vehicles, terminals, cards and what they cost."""

from odoo.addons.ops_roles.tests.common_access import Row

#: Who reads vehicles, and who reads cards; money is for fewer.
READERS = "gm mm dm sd bm sa da fin technician storekeeper branch_sales"
CARDS = "gm mm dm sd bm da fin technician storekeeper"
MONEY = "gm mm dm da fin"
#: Who reads archives of vehicles, and who puts papers into them.
PAPERS = "gm mm dm sd bm sa da technician branch_sales"
HANDS = "bm da technician branch_sales"
DIALOG = Row(read="da", write="da", create="da")
#: Who replaces cards and terminals; all but da within a repair only.
REFIT = "da bm technician storekeeper"
KEPT = Row(read=CARDS, write="dm", create="dm")


def _of_fleet(place):
    """A function that gives the part ``place`` of the chain of either branch."""
    return lambda case: (case.fleet["near"][place], case.fleet["far"][place])


def _overrides(case):
    vals = {"code": "vin_check", "reason": "t", "user_id": case.env.uid}
    overrides = case.env["ops.vehicle.override"].sudo()
    return tuple(
        overrides.create({**vals, "vehicle_id": one.id, "key": f"t{one.id}"})
        for one in _of_fleet(0)(case)
    )


def _states(case):
    cards = _of_fleet(2)(case)
    for card in cards:
        card.sudo()._change_state("active", "2026-10-01")
    return tuple(card.state_ids for card in cards)


def _subscriptions(case):
    cards = _of_fleet(2)(case)
    for card in cards:
        card.sudo()._change_plan(case.plan, "2026-10-01")
    return tuple(card.subscription_ids for card in cards)


def _archives(case):
    return tuple(one.archive_ids for one in _of_fleet(0)(case))


def _items(case):
    kind = case.env["ops.archive.kind"].search([], limit=1)
    items = case.env["ops.archive.item"]
    return tuple(
        items.create({"archive_id": one.id, "kind_id": kind.id, "file": b"dA=="})
        for one in _archives(case)
    )


REGISTER = {
    "ops.operator.account": KEPT,
    "ops.sim.pool": KEPT,
    "ops.sim.plan": KEPT,
    "ops.sim.tariff": Row(read=MONEY, write="dm", create="dm", unlink="dm"),
    "ops.vehicle": Row(read=READERS, write="da", create="da", pair=_of_fleet(0)),
    "ops.vehicle.override": Row(read="gm mm dm sd bm da", pair=_overrides),
    "ops.terminal": Row(read=READERS, write="da", create="da", pair=_of_fleet(1)),
    "ops.sim": Row(read=CARDS, write="da", create="da", pair=_of_fleet(2)),
    "ops.sim.state": Row(read=CARDS, pair=_states),
    "ops.sim.subscription": Row(read=CARDS, pair=_subscriptions),
    "ops.installation": Row(read=READERS, pair=_of_fleet(3)),
    "ops.archive.kind": Row(read=PAPERS, write="dm", create="dm"),
    "ops.archive": Row(read=PAPERS, write=HANDS, pair=_archives),
    "ops.archive.item": Row(read=PAPERS, write=HANDS, create=HANDS, unlink=HANDS, pair=_items),
    "ops.register": DIALOG,
    "ops.refit": Row(read=REFIT, write=REFIT, create=REFIT),
    "ops.register.import": DIALOG,
}
