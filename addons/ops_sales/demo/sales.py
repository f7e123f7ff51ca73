"""Demo of policies and orders, done by the buttons of their people; all names are invented."""

from datetime import timedelta

from odoo.fields import Command

from .collection import DemoCollection
from .contracts import DemoContracts

#: Product of the demo of branches → price of the list in yuan.
PRICES = {
    "demo_goods_v4": 1680,
    "demo_goods_b2": 680,
    "demo_goods_ant": 68,
    "demo_goods_wire": 35,
    "demo_goods_cam": 158,
}
#: Number, text, and for limits of the discount: roles and percent.
CLAUSES = (
    ("1.1", "本政策适用于各分中心、分中心站面向运输企业和个体车主的车载终端及配件销售。", None),
    ("2.1", "价格以《车载终端价格表》为准，含 13% 增值税，不含安装费和 SIM 卡服务费。", None),
    ("3.1", "业务员在价格表基础上的让利不得超过 5%。", (("ops_branch.role_branch_sales",), 5)),
    ("3.2", "分中心经理的让利不得超过 10%。", (("ops_roles.role_bm",), 10)),
    ("3.3", "销售副经理的让利不得超过 15%。", (("ops_roles.role_sd",), 15)),
    ("3.4", "其他人员报价的让利不得超过 3%。", ((), 3)),
    ("4.1", "低于上述价格的订单须先报批，五万元以上的报主管经理批准，获批前不得确认。", None),
)
PROMOTION = (
    ("1", "岁末北斗终端换新：旧终端以旧换新的客户，业务员让利放宽至 12%。", ((), 12)),
    ("2", "换新订单须附旧终端照片，缺照片的不享受本政策。", None),
)


def load_demo_sales(env):
    """Make the demo; does nothing in a database without demo data."""
    if env.ref("ops_branch.demo_branch_zk", raise_if_not_found=False):
        loader = DemoSales(env)
        loader.policies()
        loader.orders()
        contracts = DemoContracts(loader)
        contracts.make()
        DemoCollection(loader, contracts).make()


class DemoSales:
    """A month of sales of the branches."""

    def __init__(self, env):
        self.env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
        self.today = self.env.company._ops_today()
        self.year = self.today.year

    def user(self, name):
        """A person of the demo by the end of his xml id."""
        module = "ops_branch" if "_" in name else "ops_roles"
        return self.env.ref(f"{module}.demo_user_{name}")

    def as_user(self, model, name):
        """A model as a person of the demo sees it."""
        return self.env[model].with_user(self.user(name))

    def policies(self):
        """One in force for all, one for a branch, one draft that waits for the manager."""
        self.pricelist = self.as_user("product.pricelist", "sd").create(
            {
                "name": f"{self.year} 年车载终端价格表",
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "0_product_variant",
                            "product_id": self.product(name).id,
                            "compute_price": "fixed",
                            "fixed_price": price,
                        }
                    )
                    for name, price in PRICES.items()
                ],
            }
        )
        start = self.today.replace(month=1, day=1)
        self.publish(self.policy(f"{self.year} 年车载终端销售政策", CLAUSES, start))
        branch = self.env.ref("ops_branch.demo_branch_zmd").department_id
        exchange = self.policy(
            "驻马店岁末换新政策", PROMOTION, self.today - timedelta(days=10), branch
        )
        exchange.date_to = self.today + timedelta(days=30)
        self.publish(exchange)
        coming = self.today.replace(year=self.year + 1, month=1, day=1)
        self.policy(f"{self.year + 1} 年车载终端销售政策", CLAUSES, coming).action_submit()

    def policy(self, name, clauses, start, branch=None):
        """A draft of the deputy sales manager."""
        return self.as_user("ops.sales.policy", "sd").create(
            {
                "name": name,
                "date_from": start,
                "pricelist_id": self.pricelist.id,
                "scope_department_ids": branch.ids if branch else [],
                "clause_ids": [
                    Command.create(self.clause(place, *clause))
                    for place, clause in enumerate(clauses)
                ],
            }
        )

    def clause(self, place, number, text, limit):
        """Values of a clause."""
        roles, percent = limit or ((), 0)
        return {
            "sequence": place,
            "number": number,
            "text": text,
            "is_limit": bool(limit),
            "role_ids": [self.env.ref(role).id for role in roles],
            "percent": percent,
        }

    def publish(self, policy):
        """Submitted, approved, and read by the first to come to the office."""
        policy.action_submit()
        policy.with_user(self.user("mm")).action_approve()
        readers = policy.sudo().document_id.receipt_ids.filtered("must_sign").user_id
        for reader in readers.sorted("login")[::2]:
            policy.sudo().document_id.current_version_id.with_user(reader).action_sign()

    def product(self, name):
        """A product of the demo of branches."""
        return self.env.ref(f"ops_branch.{name}")

    def orders(self):
        """Orders within the policy, one that waits for approval, one not yet submitted."""
        goods = ((("demo_goods_v4", 6, 5), ("demo_goods_ant", 6, 0)), (("demo_goods_b2", 15, 3),))
        for seller, customer, lines in zip(
            ("zk_bs", "zmd_bs"),
            ("周口示例货运有限公司", "驻马店示例危货运输有限公司"),
            goods,
            strict=True,
        ):
            self.order(seller, customer, lines).action_confirm()
        self.order(
            "zk_bs", "周口示例冷链物流有限公司", (("demo_goods_v4", 20, 12),)
        ).action_submit()
        self.order("zk_bs", "周口示例渣土运输车队", (("demo_goods_b2", 30, 8),))
        self.order("ny_bs", "南阳示例客运公司", (("demo_goods_v4", 4, 0),))

    def customer(self, seller, name):
        """The contact of that name, known to the seller's branch."""
        partners = self.as_user("res.partner", seller)
        found = partners.search([("name", "=", name)], limit=1)
        china = self.env.ref("base.cn")
        vals = {"name": name, "is_company": True, "country_id": china.id}
        return found or partners.sudo().create(vals).sudo(False)

    def order(self, seller, customer, lines):
        """A quotation of a branch's salesperson; lines are product, pieces, discount in percent."""
        return self.as_user("sale.order", seller).create(
            {
                "partner_id": self.customer(seller, customer).id,
                "pricelist_id": self.pricelist.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product(name).id,
                            "product_uom_qty": pieces,
                            "price_unit": PRICES[name],
                            "discount": discount,
                        }
                    )
                    for name, pieces, discount in lines
                ],
            }
        )
