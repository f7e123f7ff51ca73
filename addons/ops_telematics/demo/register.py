"""Demo of the register: cards and vehicles taken in by lists, as the data administrator does."""

from odoo import fields

from .operations import DemoOperations
from .picture import paper
from .repair import load_demo_repair

CARDS = "ICCID,卡号码,套餐,卡状态,激活日期,停机日期,销户日期,是否实名,分中心"
VEHICLES = (
    "车牌号码,车牌颜色,车架号,车辆类型,厂牌型号,客户,分中心,终端型号,终端序列号,"
    "终端手机号,ICCID,安装日期,例外说明"
)
#: Branch → first letter of its plates, its demo customer, how many vehicles.
PLACES = {"zk": ("P", 9), "zz": ("A", 8), "ny": ("R", 6)}
KINDS = ("普通货车", "牵引车", "冷链车", "危货车", "旅游包车")
MODEL = "北斗车载终端 BD-S1"
#: Operators' account → (first digits of the ICCID, of the number, plan, codes of the states).
OPERATORS = {
    "telecom": ("8986032640", "14100000", "TEL-30M", ("20", "14", "13", "30")),
    "mobile": ("8986042640", "10647000", "POOL-10M", ("2", "4", "1", "9")),
}
#: A check digit of ISO 3779 over the invented vehicle numbers below.
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
VIN_VALUES = {**{str(n): n for n in range(10)}, "L": 3, "G": 7, "A": 1, "X": 7, "K": 2}


def load_demo_register(env):
    """Take in the demo lists; does nothing in a database without demo data."""
    if env.ref("ops_telematics.demo_account_telecom", raise_if_not_found=False):
        loader = DemoRegister(env)
        loader.cards()
        loader.vehicles()
        loader.replace_card()
        loader.papers()
        loader.ask_change()
        env["ops.archive"]._remind_branches()
        load_demo_repair(env)
        work = DemoOperations(env)
        work.batches()
        work.balance()
        work.fees()
        work.certificates()


class DemoRegister:
    """Takes in lists and does the day's work as the people of the demo would."""

    def __init__(self, env):
        self.env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
        self.today = self.env.company._ops_today()
        self.admin = env.ref("ops_roles.demo_user_da")

    def day(self, days):
        """The day so many days ago, as lists write it."""
        return fields.Date.to_string(fields.Date.subtract(self.today, days=days))

    def cards(self):
        """Forty cards of two operators: most active, some stopped, silent and cancelled."""
        for name, (head, number, plan, codes) in OPERATORS.items():
            lines = []
            for index in range(1, 21):
                state = self._state(index)
                days = [self.day(200 + index) if state < 2 or state == 3 else ""]
                days.append(self.day(12) if state == 1 else "")
                days.append(self.day(40) if state == 3 else "")
                branch = ("ZK", "ZZ", "NY")[index % 3] if index > 15 else ""
                cells = [f"{head}{index:09}", f"{number}{index:05}", plan, codes[state], *days]
                lines.append(",".join([*cells, "否" if index % 7 == 0 else "是", branch]))
            account = self.env.ref(f"ops_telematics.demo_account_{name}")
            self._take(
                "sim_inventory", f"{account.name}卡清单.csv", CARDS, lines, account.source_id
            )

    def _state(self, index):
        """Place in the operator's codes: active, stopped, silent, cancelled."""
        return {18: 2, 19: 2, 20: 3, 6: 1}.get(index, 0)

    def vehicles(self):
        """Vehicles of three branches, each with a terminal and a card in it."""
        lines, used = [], 0
        for code, (letter, count) in PLACES.items():
            branch = self.env.ref(f"ops_branch.demo_branch_{code}")
            fleet = self.env.ref(f"ops_branch.demo_fleet_{code}")
            for index in range(1, count + 1):
                used += 1
                head = OPERATORS["telecom" if used % 2 else "mobile"][0]
                cells = [f"豫{letter}0{index:04}", "黄色", _vin(used), KINDS[used % len(KINDS)]]
                cells += ["示例牌", fleet.name, branch.name, MODEL]
                cells += [f"BD{code.upper()}2500{used:03}", f"0{13900000000 + used}"]
                cells += [f"{head}{(used + 1) // 2:09}", self.day(190 - 7 * used), ""]
                lines.append(",".join(cells))
        zk = self.env.ref("ops_branch.demo_branch_zk").name
        fleet = self.env.ref("ops_branch.demo_fleet_zk").name
        odd = f"豫P09001D,黄色,,普通货车,示例牌,{fleet},{zk},,,,,,行驶证登记为黄牌，已核对原件"
        self._take("vehicle", "期初车辆清单.csv", VEHICLES, [*lines, odd])

    def replace_card(self):
        """A broken card was replaced last week."""
        vehicle = self.env["ops.vehicle"].search([("plate", "=", "豫P00002")])
        new = self.env["ops.sim"].search([("iccid", "=", "8986042640000000017")])
        forms = self.env["ops.refit"].with_user(self.admin)
        forms.create(
            {
                "operation": "card",
                "installation_id": vehicle.current_ids.id,
                "new_iccid": new.iccid,
                "day": fields.Date.subtract(self.today, days=7),
                "reason": "卡座接触不良，原卡损坏",
            }
        ).action_confirm()

    def papers(self):
        """Archives in every state: complete, with gaps, empty."""
        kinds = self.env["ops.archive.kind"].search([("required", "=", True)])
        items = self.env["ops.archive.item"].with_user(self.admin)
        picture, rows = paper(), []
        for index, archive in enumerate(self.env["ops.archive"].search([], order="id")):
            rows += [
                {
                    "archive_id": archive.id,
                    "kind_id": kind.id,
                    "file": picture,
                    "filename": f"{archive.vehicle_id.plate}-{kind.sequence}.png",
                }
                for kind in kinds[: index % (len(kinds) + 1)]
            ]
        items.create(rows)

    def ask_change(self):
        """A change of a plate waits for its signature."""
        vehicle = self.env["ops.vehicle"].search([("plate", "=", "豫A00003")])
        files = self.env["ir.attachment"].with_user(self.admin)
        evidence = files.create({"name": "换牌行驶证.txt", "raw": "换牌登记：豫A09003。".encode()})
        changes = self.env["ops.data.change"].with_user(self.admin)
        change = changes.create(
            {
                "vehicle_id": vehicle.id,
                "partner_id": vehicle.partner_id.id,
                "department_id": self.env.ref("ops_roles.demo_dept_market").id,
                "reason": "客户更换号牌，行驶证已换发。",
                "evidence_ids": [fields.Command.link(evidence.id)],
                "line_ids": [
                    fields.Command.create({"field": "vehicle_plate", "after": "豫A09003"})
                ],
            }
        )
        change.action_submit()

    def _take(self, profile, name, header, lines, source=None):
        content = "\n".join((header, *lines)).encode()
        source = source or self.env.ref("ops_telematics.feed_source_register")
        self.env["ops.feed"].with_user(self.admin).ingest(profile, name, content, source.code)


def _vin(number):
    """An invented VIN with its right check digit."""
    text = f"LGAX2A133K0{number:06}"
    total = sum(VIN_VALUES[char] * weight for char, weight in zip(text, VIN_WEIGHTS, strict=True))
    return f"{text[:8]}{'0123456789X'[total % 11]}{text[9:]}"
