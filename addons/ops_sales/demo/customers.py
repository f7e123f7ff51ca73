"""Demo of dealings with customers: tiers, visits, requests, the log, a customer of two branches."""

from datetime import timedelta

KEY = ("周口示例货运有限公司", "驻马店示例危货运输有限公司")
REQUESTS = (
    (
        "zk_bs",
        KEY[0],
        "technical",
        "两台视频终端夜间画面偏暗",
        "已远程调整补光参数，客户确认正常。",
    ),
    ("zk_bs", KEY[0], "bill", "要求补开 3 月服务费发票", None),
    ("zmd_bs", KEY[1], "complaint", "安装师傅未按约定时间到场", None),
)
LOG = (
    ("in", "letter", "合同原件寄回", "SF1357902468013", None),
    ("in", "mail", "询价：100 台北斗终端团购", None, 3),
    ("out", "call", "提醒质保到期车辆名单", None, None),
)


class DemoCustomers:
    """A week of the branch salespeople and the sales assistant."""

    def __init__(self, sales):
        self.sales, self.env = sales, sales.env

    def make(self):
        """Visits, requests, contacts, registrations."""
        partners = self.env["res.partner"].sudo()
        for seller, name in zip(("zk_bs", "zmd_bs"), KEY, strict=True):
            customer = partners.search([("name", "=", name)], limit=1)
            customer._ops_set_tier(self.env.ref("ops_sales.tier_a"))
            customer.write({"user_id": self.sales.user(seller).id, "ops_tier_since": self.day(-90)})
            self.visits(seller, customer)
        self.env["ops.visit"].sudo()._cron_visits()
        self.requests()
        self.log()
        self.registrations()

    def day(self, days):
        """The day so many days from today."""
        return self.sales.today + timedelta(days=days)

    def visits(self, seller, customer):
        """One done a month ago."""
        visit = self.sales.as_user("ops.visit", seller).create(
            {
                "partner_id": customer.id,
                "planned_on": self.day(-35),
                "met": "车队长 张师傅",
                "summary": "回访设备使用情况，整体稳定；客户计划年底新增车辆。",
                "satisfaction": "4",
                "issue": "新增 15 台重卡，询问团购价",
            }
        )
        visit.action_done()
        visit.action_make_lead()
        visit.sudo().write({"done_on": self.day(-35)})
        customer.sudo().ops_last_visit_on = self.day(-35)

    def requests(self):
        """One answered, two open."""
        for seller, name, kind, subject, answer in REQUESTS:
            request = self.sales.as_user("ops.service.request", seller).create(
                {
                    "name": subject,
                    "kind": kind,
                    "partner_id": self.sales.customer(seller, name).id,
                    "answer": answer,
                }
            )
            if answer:
                request.action_answer()

    def log(self):
        """What the sales assistant logged."""
        customer = self.sales.customer("sa", KEY[0])
        self.sales.as_user("ops.contact.log", "sa").create(
            [
                {
                    "partner_id": customer.id,
                    "direction": direction,
                    "kind": kind,
                    "name": subject,
                    "reference": reference,
                    "answer_by": days and self.day(days),
                }
                for direction, kind, subject, reference, days in LOG
            ]
        )

    def registrations(self):
        """Two branches work on the same customer; another is registered without trouble."""
        for seller, name, subject in (
            ("zk_bs", "河南省豫东示例冷链运输有限公司", "冷链车队温度监控项目"),
            ("sq_bs", "河南豫东示例冷链运输（集团）有限公司", "冷藏车定位终端采购"),
            ("ny_bs", "南阳示例渣土运输公司", "渣土车智能监管终端"),
        ):
            lead = self.sales.as_user("crm.lead", seller).create(
                {"name": subject, "type": "opportunity", "partner_name": name}
            )
            lead.action_ops_report()
