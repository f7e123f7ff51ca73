"""The worked case of an operator's bill in the database: accounts, plans, cards with history.

``self.account`` is the operator account of the case, ``self.places`` its branches by name (the
first two are the branches near and far of ``BranchCase``, the others departments below near).
``self._bill()`` feeds the bill of October 2026 as the data administrator and gives its settlement.
"""

import csv
import io
import json
from pathlib import Path

from .common_telematics import TelematicsCase

CASE = Path(__file__).parent / "core/data/settlement_case"
STATES = {"suspended": "stopped"}


def text(name):
    """A file of the case; its cards get numbers that no other fixture has."""
    return (CASE / name).read_text(encoding="utf-8-sig").replace("8986032641", "8986032642")


def rows(name):
    """The rows of one of the files of the case."""
    return list(csv.DictReader(io.StringIO(text(name))))


def answer():
    """What comes of the case."""
    return json.loads(text("expected.json"))


class SettlementCase(TelematicsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fin = cls.users["fin"]
        cls.account = cls._account("CASE", "telecom", "onelink_ct")
        cls.plans = cls._case_plans()
        places = {"郑州": cls.near.department_id, "周口": cls.far.department_id}
        for name in ("南阳", "商丘", "驻马店", "荥阳"):
            places[name] = cls._department(name, cls.near.department_id)
        cls.places = places
        cls.sims = cls._case_sims()

    @classmethod
    def _case_plans(cls):
        pool = cls.env["ops.sim.pool"].create({"name": "POOL-A", "account_id": cls.account.id})
        return {row["plan"]: cls._case_plan(row, pool) for row in rows("tariff.csv")}

    @classmethod
    def _case_plan(cls, row, pool):
        prices = ("monthly_fee", "included_mb", "overage_per_mb", "suspended_fee")
        tariff = {name: float(row[name]) for name in prices}
        return cls.env["ops.sim.plan"].create(
            {
                "account_id": cls.account.id,
                "code": row["plan"],
                "name": row["plan"],
                "pool_id": pool.id if row["pool"] else False,
                "tariff_ids": [
                    (0, 0, {"date_from": "2024-01-01", "proration": row["proration"], **tariff})
                ],
            }
        )

    @classmethod
    def _case_sims(cls):
        inventory = rows("inventory.csv")
        sims = cls.env["ops.sim"].create(
            [
                {
                    "iccid": row["iccid"],
                    "msisdn": row["msisdn"],
                    "account_id": cls.account.id,
                    "department_id": cls.places[row["branch"]].id,
                }
                for row in inventory
            ]
        )
        for sim, row in zip(sims.sudo(), inventory, strict=True):
            sim._change_plan(cls.plans[row["plan"]], "2025-01-01")
            if row["state"] == "silent":
                sim._change_state("silent", "2026-09-01")
            for state, column in (
                *(("active", "activated_on"), ("stopped", "suspended_on")),
                ("cancelled", "cancelled_on"),
            ):
                if row[column]:
                    sim._change_state(state, row[column])
        return {sim.iccid: sim for sim in sims}

    def _feed(self, profile, name, content, user="da", account=None):
        feeds = self.env["ops.feed"].with_user(self.users[user])
        if isinstance(content, str):
            content = content.encode()
        source = (account or self.account).source_id
        return feeds.ingest(profile, name, content, source=source.code)

    def _case_feed(self, profile, name, **values):
        return self._feed(profile, name, text(name), **values)

    def _bill(self):
        """The settlement of the case, not checked yet."""
        self._feed("sim_usage", "usage_2026-10.csv", text("usage.csv"))
        self._case_feed("operator_invoice", "carrier_invoice_2026-10.csv")
        return self._settlement("2026-10")

    def _settlement(self, period):
        return self.env["ops.settlement"].search(
            [("operator_account_id", "=", self.account.id), ("period", "=", period)]
        )

    def _approved(self):
        """The settlement of the case, checked and approved."""
        settlement = self._bill()
        settlement.with_user(self.da).run()
        settlement.with_user(self.da).action_submit()
        settlement.with_user(self.dm).action_approve("ok")
        return settlement

    def _posted(self):
        settlement = self._approved()
        settlement.with_user(self.fin).action_post()
        return settlement
