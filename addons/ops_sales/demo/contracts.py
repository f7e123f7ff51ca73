"""Demo of contracts: one per step of their way; customers and texts are invented."""

import base64
from datetime import timedelta

from odoo.fields import Command

CLAUSES = (
    (
        "一、标的与价款",
        (
            "甲方 {customer} 向乙方 {company} 采购车载终端及安装服务，合同总价（含税）人民币"
            " {amount} 元，大写：{amount_capital}。"
        ),
    ),
    (
        "二、交货与安装",
        (
            "乙方自收到首付款之日起十五日内将货物送达甲方指定地点（{customer_address}），"
            "由 {branch} 负责安装调试并提供安装证书。"
        ),
    ),
    (
        "三、付款方式",
        (
            "签订合同后五日内支付总价的 30%，安装验收合格后十日内支付 60%，余款 10% 作为质保金，"
            "质保期满后十日内付清。"
        ),
    ),
    ("四、质量与质保", "终端整机质保两年，自安装验收之日起计算；人为损坏除外。"),
    ("五、违约责任", "逾期付款的，每逾期一日按未付金额的万分之五支付违约金。"),
    ("六、期限", "本合同自 {date_from} 起至 {date_to} 止。乙方联系人：{salesperson}。"),
    ("七、争议解决", "协商不成的，提交郑州仲裁委员会仲裁。"),
)
SERVICE = (
    (
        "一、服务内容",
        "乙方 {company} 为甲方 {customer} 的车辆提供卫星定位监控平台服务和 SIM 卡流量服务。",
    ),
    ("二、服务费", "服务费总额人民币 {amount} 元（大写：{amount_capital}），按年预付。"),
    ("三、期限", "自 {date_from} 起至 {date_to} 止，期满前六十日双方协商续签。"),
)
OLD = "每逾期一日按未付金额的万分之五支付违约金"
#: What the customer wrote instead, and where it ended.
THEIRS = "每逾期一日按未付金额的万分之三支付违约金，但最高不超过合同总价的 5%"
AGREED = "每逾期一日按未付金额的万分之四支付违约金，但最高不超过合同总价的 10%"
PDF = b"%PDF-1.4\n% scan of a signed contract, invented\n%%EOF\n"


class DemoContracts:
    """Contracts of the branches, by the buttons of their people."""

    def __init__(self, sales):
        self.sales, self.env, self.today = sales, sales.env, sales.today

    def make(self):
        """Templates, then contracts at each step."""
        self.goods = self.template("车载终端购销合同", CLAUSES, "终端、配件销售并安装")
        self.service = self.template("定位监控服务合同", SERVICE, "按年收费的平台服务")
        running = self.contract("zk_bs", "周口示例货运有限公司", 268000, -200)
        self.confirm(running, "running")
        ending = self.contract("zmd_bs", "驻马店示例危货运输有限公司", 54000, -330, self.service)
        self.confirm(ending, "running")
        self.confirm(self.contract("ny_bs", "南阳示例客运公司", 96800, -3), "confirmed")
        self.confirm(self.contract("sq_bs", "商丘示例冷链有限公司", 132600, -5), "sealed")
        self.contract("zk_bs", "周口示例冷链物流有限公司", 33600, 0).action_submit()
        self.negotiate(self.contract("zz_bs", "郑州示例城配有限公司", 412500, 10))
        running.order_ids = (
            self.env["sale.order"]
            .sudo()
            .search([("partner_id", "=", running.partner_id.id), ("state", "=", "sale")])
        )
        self.env["ops.contract"].sudo()._cron_contracts()

    def template(self, name, clauses, note):
        """A template of the deputy sales manager."""
        return self.sales.as_user("ops.contract.template", "sd").create(
            {
                "name": name,
                "note": note,
                "clause_ids": [
                    Command.create({"sequence": place, "name": heading, "text": text})
                    for place, (heading, text) in enumerate(clauses)
                ],
            }
        )

    def contract(self, seller, customer, amount, days, template=None):
        """A draft filled in from its template, for a year from so many days from today."""
        template = template or self.goods
        start = self.today + timedelta(days=days)
        contract = self.sales.as_user("ops.contract", seller).create(
            {
                "name": f"{customer}{template.name}",
                "partner_id": self.sales.customer(seller, customer).id,
                "template_id": template.id,
                "amount": amount,
                "date_from": start,
                "date_to": start + timedelta(days=364),
            }
        )
        contract.action_fill()
        return contract

    def negotiate(self, contract):
        """Three versions, the customer's in the middle."""
        contract.version_note = "按模板起草"
        contract.action_keep_version()
        contract.body = contract.body.replace(OLD, THEIRS)
        contract.write({"version_side": "theirs", "version_note": "客户要求降低违约金并封顶"})
        contract.action_keep_version()
        contract.body = contract.body.replace(THEIRS, AGREED)
        contract.write({"version_side": "ours", "version_note": "双方电话沟通后的折中方案"})
        contract.action_keep_version()

    def confirm(self, contract, until):
        """Reviewed, confirmed, then sealed and archived as far as it goes."""
        contract.action_submit()
        for signer in ("sd", "mm"):
            contract.with_user(self.sales.user(signer)).action_approve()
        assistant = contract.with_user(self.sales.user("sa"))
        if until in ("sealed", "running"):
            assistant._seal("contract", 4, "客户经办人，两份自取")
        if until == "running":
            assistant.env["ops.contract.scan"].create(
                {
                    "contract_id": contract.id,
                    "name": f"{contract.number}.pdf",
                    "file": base64.b64encode(PDF),
                    "pages": 6,
                    "shelf": "市场运营中心档案柜 2-3",
                }
            )
