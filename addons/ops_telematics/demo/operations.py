"""Demo of the daily work with operators and customers: batches, balances, fees, certificates."""

from odoo import fields

ANSWER = "ICCID,接入号,处理结果,原因,生效日期"


class DemoOperations:
    """Does what the people of the demo would: a batch in each state, fees paid, due, overdue."""

    def __init__(self, env):
        self.env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
        self.today = self.env.company._ops_today()
        self.da, self.dm, self.fin, self.sa = (
            env.ref(f"ops_roles.demo_user_{code}") for code in ("da", "dm", "fin", "sa")
        )
        self.answers = 0

    def cards(self, name, *numbers):
        """Cards of a demo account by their last digits."""
        account = self.env.ref(f"ops_telematics.demo_account_{name}")
        cards = self.env["ops.sim"].search([("account_id", "=", account.id)])
        ends = tuple(f"{number:05}" for number in numbers)
        return cards.filtered(lambda one: one.iccid.endswith(ends))

    def ask(self, kind, cards, reason, **vals):
        """Batches the data administrator asks for."""
        batches = self.env["ops.sim.batch"].with_user(self.da)
        return batches._propose(kind, cards, reason, **vals)

    def answer(self, batch, *verdicts):
        """What the operator says of the cards of a batch: words or nothing yet."""
        self.answers += 1
        lines = [ANSWER]
        for line, word in zip(batch.line_ids, verdicts, strict=True):
            said, _dash, reason = word.partition("：")
            if word:
                lines.append(f"{line.sim_id.iccid},,{said},{reason},{self.today}")
        source = batch.account_id.sudo().source_id.code
        content = "\n".join(lines).encode()
        feeds = self.env["ops.feed"].with_user(self.da)
        feeds.ingest("operator_answer", f"受理结果{self.answers}.csv", content, source)

    def batches(self):
        """Asked, in approval, sent, answered in part, settled, dropped."""
        self.ask("stop", self.cards("iot", 5, 11), "连续三个月无流量，车辆已退网")
        cancel = self.ask("cancel", self.cards("iot", 4), "停机满三个月，客户确认不再使用")
        cancel.action_submit()
        self.ask("stop", self.cards("iot", 26, 27), "欠费催缴无果").action_send()
        partial = self.ask("stop", self.cards("iot", 28, 29, 30), "车辆报停")
        partial.action_send()
        self.answer(partial, "成功", "失败：卡状态异常，请核实", "")
        settled = self.ask("stop", self.cards("iot", 17), "终端拆除返修")
        settled.action_send()
        self.answer(settled, "成功")
        self.ask("stop", self.cards("iot", 9), "误选，改为保留").action_drop()

    def balance(self):
        """A prepaid account: topped up, warned of, another top-up approved and to be paid."""
        account = self.env.ref("ops_telematics.demo_account_unicom")
        account.write({"is_prepaid": True, "prepaid_floor": 300})
        self.pay(self.top_up(account, 200, "首次预存"))
        self.top_up(account, 500, "余额不足，补充预存")
        account._warn_low()

    def top_up(self, account, amount, reason):
        """A top-up of an account, approved."""
        batch = self.env["ops.sim.batch"].with_user(self.da)
        vals = {"kind": "topup", "account_id": account.id, "reason": reason, "amount": amount}
        batch = batch.create(vals)
        batch.action_submit()
        batch.with_user(self.dm).action_approve("同意")
        return batch

    def pay(self, batch):
        """Finance pays a top-up."""
        dialog = self.env["ops.prepaid.payment"].with_user(self.fin)
        dialog.create({"batch_id": batch.id}).action_pay()

    def fees(self):
        """Fees of three fleets: paid, due within a fortnight, overdue; one of them lapsed."""
        since = {"ny": 120, "zz": 365 - 14, "zk": 365 + 20}
        charges = {}
        for code, days in since.items():
            fleet = self.env.ref(f"ops_branch.demo_fleet_{code}")
            fitted = self.env["ops.installation"].search(
                [("partner_id", "=", fleet.id), ("date_to", "=", False)]
            )
            charges[code] = self.agree(fitted, fields.Date.subtract(self.today, days=days))
        runs = self.env["ops.service.run"]
        for one in charges.values():
            self.collect(runs._renew(one))
        runs._renew(charges["zk"])
        late = charges["zk"][:1].with_user(self.dm)
        late.action_lapse()
        charges["zk"][1:3].with_user(self.dm).action_remind()

    def agree(self, fitted, since):
        """A platform fee of a year for what is fitted, agreed by the sales assistant."""
        charges = self.env["ops.service.charge"].with_user(self.sa)
        shared = {"price": 360, "months": 12, "date_from": since}
        made = charges.create([{**shared, "installation_id": one.id} for one in fitted])
        return made.sudo()

    def collect(self, run):
        """Finance notes that the invoices of a run are paid."""
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=run.move_ids.ids
        )
        register.create({})._create_payments()

    def certificates(self):
        """Two vehicles were given their certificates."""
        fitted = self.env["ops.installation"].search(
            [("date_to", "=", False), ("charge_ids.expiry", "=", "paid")], limit=2
        )
        fitted.with_user(self.da).action_print_certificate()
