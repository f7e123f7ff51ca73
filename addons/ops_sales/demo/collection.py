"""Demo of collection: a contract paid in part, reminders given, promises broken and awaited."""

from datetime import timedelta

#: Part, its share of the price, days from today when it is due.
PLAN = (("首付款", 0.3, -195), ("安装验收款", 0.6, -60), ("质保金", 0.1, 165))
GOODS = (("demo_goods_v4", 120, 5), ("demo_goods_ant", 120, 0))


class DemoCollection:
    """Money of one contract of a branch."""

    def __init__(self, sales, contracts):
        self.sales, self.contracts, self.env = sales, contracts, sales.env

    def make(self):
        """From the order to the reminder."""
        customer = "周口示例渣土运输有限公司"
        order = self.sales.order("zk_bs", customer, GOODS)
        contract = self.contracts.contract("zk_bs", customer, order.amount_total, -200)
        self.contracts.confirm(contract, "running")
        order.ops_contract_id = contract
        order.action_confirm()
        lines = self.plan(contract)
        invoice = self.invoice(order)
        self.pay(invoice, round(contract.amount * 0.3, 2), 188)
        self.pay(invoice, round(contract.amount * 0.25, 2), 40)
        self.remind(lines[1])
        self.env["ops.collection.line"].sudo()._cron_collection()

    def day(self, days):
        """The day so many days from today."""
        return self.sales.today + timedelta(days=days)

    def plan(self, contract):
        """The parts of the price; the last takes the rest."""
        amounts = [round(contract.amount * share, 2) for _name, share, _days in PLAN[:-1]]
        amounts.append(round(contract.amount - sum(amounts), 2))
        return contract.env["ops.collection.line"].create(
            [
                {
                    "contract_id": contract.id,
                    "sequence": place,
                    "name": name,
                    "amount": amount,
                    "due_on": self.day(days),
                }
                for place, ((name, _share, days), amount) in enumerate(
                    zip(PLAN, amounts, strict=True)
                )
            ]
        )

    def invoice(self, order):
        """Everything invoiced half a year ago, as finance does it."""
        invoice = order.sudo()._create_invoices()
        invoice.invoice_date = self.day(-190)
        invoice.action_post()
        return invoice

    def pay(self, invoice, amount, days):
        """Money that came in by the bank so many days ago, reconciled with the invoice."""
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.sudo().create({"amount": amount, "payment_date": self.day(-days)})._create_payments()

    def remind(self, line):
        """The call and the letter, what was answered, and two promises."""
        answers = ("会计称本周安排付款", "收到函件，资金紧张，请求分两次付清")
        for answer in answers:
            dunning = line.env["ops.dunning"].browse(line.action_dun()["res_id"])
            dunning.with_user(line.env.user).answer = answer
        for said, paid, amount in ((-30, -20, 30000), (-3, 12, 40000)):
            line.env["ops.collection.promise"].create(
                {
                    "line_id": line.id,
                    "promised_on": self.day(said),
                    "pay_on": self.day(paid),
                    "amount": amount,
                    "note": "客户财务负责人电话答复",
                }
            )
