"""The worked case of the operator's bill of October 2026, read from its files."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from odoo.addons.ops_telematics.core.card_ids import card_number
from odoo.addons.ops_telematics.core.settlement import Card, Line
from odoo.addons.ops_telematics.core.settlement_charge import Tariff

FOLDER = Path(__file__).parent / "data/settlement_case"
STATES = {"suspended": "stopped"}
CHARGES = {"套餐费": "plan", "超量费": "overage"}


def rows(name):
    """The rows of one of the files as dicts."""
    with open(FOLDER / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def expected():
    """The answer."""
    return json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


def tariffs():
    """The tariffs of the case."""
    return [
        Tariff(
            row["plan"],
            *map(Decimal, (row["monthly_fee"], row["included_mb"])),
            *map(Decimal, (row["overage_per_mb"], row["suspended_fee"])),
            row["proration"],
            row["pool"],
        )
        for row in rows("tariff.csv")
    ]


def cards():
    """The cards of the case and what is billed of numbers nobody knows, by number."""
    usage = {row["iccid"]: Decimal(row["usage_mb"]) for row in rows("usage.csv")}
    lines = {}
    for row in rows("carrier_invoice_2026-10.csv"):
        iccid, _msisdn = card_number(row["iccid"])
        line = Line(
            int(row["line"]), CHARGES[row["charge_type"]], Decimal(row["amount"]), row["plan"]
        )
        lines.setdefault(iccid, []).append(line)
    known = {row["iccid"]: _card(row, usage) for row in rows("inventory.csv")}
    strangers = {iccid: Card(iccid, known=False) for iccid in lines.keys() - known.keys()}
    found = {**known, **strangers}
    return [found[key]._replace(lines=tuple(lines.get(key, ()))) for key in sorted(found)]


def _card(row, usage):
    spans, until = [], None
    for column, state in (
        *(("cancelled_on", "cancelled"), ("suspended_on", "stopped")),
        ("activated_on", "active"),
    ):
        if row[column]:
            first = date.fromisoformat(row[column])
            spans.insert(0, (state, first, until))
            until = first
    spans = spans or [(STATES.get(row["state"], row["state"]), None, None)]
    return Card(
        row["iccid"],
        tuple(spans),
        ((row["plan"], None, None),),
        usage.get(row["iccid"]),
        ref=row["branch"],
    )
