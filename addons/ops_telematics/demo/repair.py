"""Demo of notices, repairs and returns to makers, done by the buttons of their people."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields

from .picture import paper

HEADER = "通知编号,通知时间,通知类型,紧急程度,通知标题,通知内容,车牌号码"
#: Number of the notice → hours ago, kind, urgent, subject, text, plate.
NOTICES = (
    (
        30,
        "离线",
        "普通",
        "终端离线超过 24 小时",
        "最后定位：周口市郊；司机电话未接通。",
        "豫P00003",
    ),
    (26, "定位异常", "普通", "定位漂移", "轨迹跳变 12 次，最大 3.4 公里。", "豫A00002"),
    (5, "断电", "紧急", "主电断电报警", "危货车行驶中主电断开。", "豫R00001"),
    (4, "离线", "普通", "终端离线 3 小时", "可能进入地下车库。", "豫P00005"),
    (3, "视频", "普通", "通道 2 黑屏", "", "豫A00004"),
    (2, "资料", "普通", "车辆资料与运政不一致", "请核对营运证号。", "豫A77001"),
    (1, "卡异常", "普通", "SIM 卡流量超限", "本月已用 28.6MB。", "豫P00007"),
    (120, "离线", "普通", "终端离线超过 3 天", "客户称车辆停驶，待核实。", "豫P00008"),
    (1, "离线", "普通", "终端离线 1 小时", "", "豫A00006"),
)
MAKER = "示例北斗终端制造有限公司"


def load_demo_repair(env):
    """Make the demo after that of the register."""
    loader = DemoRepair(env)
    loader.notices()
    loader.repairs()
    loader.returns()
    env["ops.platform.notice"]._escalate_late()


class DemoRepair:
    """A week at the maintenance platform, the workshop and the maker."""

    def __init__(self, env):
        self.env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
        self.admin = env.ref("ops_roles.demo_user_da")
        self.today = self.env.company._ops_today()

    def notices(self):
        """The list of the platform; one notice is handled, the others wait."""
        source = self.env.ref("ops_telematics.feed_source_maintenance")
        source.department_id = self.env.ref("ops_roles.demo_dept_market")
        now = fields.Datetime.context_timestamp(
            self.admin.with_context(tz="Asia/Shanghai"), fields.Datetime.now()
        )
        lines = [
            ",".join((f"YW{number:05}", f"{now - timedelta(hours=hours):%Y-%m-%d %H:%M}", *rest))
            for number, (hours, *rest) in enumerate(NOTICES, 1)
        ]
        content = "\n".join((HEADER, *lines)).encode()
        feeds = self.env["ops.feed"].with_user(self.admin)
        feeds.ingest("platform_notice", "运维平台通知.csv", content, source.code)
        self.notice(7).handle("已为该卡追加当月流量包，恢复上线")
        self.notice(4).action_read()

    def notice(self, number):
        """A notice of the list, as the data administrator sees it."""
        notices = self.env["ops.platform.notice"].with_user(self.admin)
        return notices.search([("number", "=", f"YW{number:05}")])

    def repairs(self):
        """One waits for the audit, one was returned, one goes on, one is accepted."""
        for number, until in ((1, "waiting"), (2, "returned"), (5, "accepted"), (3, "doing")):
            notice = self.notice(number)
            notice.action_repair()
            repair = notice.repair_id
            branch = repair.ops_department_id.sudo().ops_branch_id.code.lower()
            people = self.env.ref(f"ops_branch.demo_user_{branch}_te", raise_if_not_found=False)
            self.do(repair.with_user(people) if people else repair.sudo(), until)

    def do(self, repair, until):
        """Take a repair as far as it goes."""
        repair.action_ops_start()
        if until == "doing":
            return
        photos, shown = repair.env["ops.repair.photo"], ("before", "after")
        for kind in shown if until != "returned" else ():
            photos.create({"repair_id": repair.id, "kind": kind, "image": paper()})
        cable = self.env.ref("ops_branch.demo_cable")
        repair.env["ops.repair.part"].create({"repair_id": repair.id, "product_id": cable.id})
        repair.ops_result = "检查发现电源线老化，更换延长线后上线正常，观察 30 分钟无掉线"
        repair.action_ops_done()
        audit = repair.with_user(self.admin)
        if until == "returned":
            audit.ops_give_back("缺维修后照片，请补拍终端指示灯和铭牌")
        elif until == "accepted":
            audit.action_ops_accept()

    def returns(self):
        """Terminals of the makers: one return late, one answered, one to send."""
        model = self.env.ref("ops_branch.demo_terminal")
        maker = self.env["res.partner"].create(
            {"name": MAKER, "is_company": True, "city": "深圳", "supplier_rank": 1}
        )
        model.product_tmpl_id.write({"ops_warranty_months": 24, "ops_maker_id": maker.id})
        branch = self.env.ref("ops_branch.demo_branch_zk")
        late = self.send(branch, maker, (9, 10), "SF1234567890123")
        late.write({"sent_on": self.day(40), "due_on": self.day(10)})
        done = self.send(branch, maker, (11,), "SF1234567890456")
        done.line_ids.with_user(self.admin).answer_with("replaced", "主板损坏，换新", "BDZK2611901")
        self.make(branch, maker, (12,))

    def day(self, days):
        """The day so many days ago."""
        return self.today - timedelta(days=days)

    def make(self, branch, maker, numbers):
        """Enter a return of serials that lie in the branch."""
        terminals = self.env["ops.terminal"].create(
            [
                {
                    "serial": f"BD{branch.code.upper()}2610{number:03}",
                    "product_id": self.env.ref("ops_branch.demo_terminal").id,
                    "department_id": branch.department_id.id,
                    "purchased_on": self.today - relativedelta(months=5),
                }
                for number in numbers
            ]
        )
        manager = branch.manager_id.user_id or self.admin
        rma = (
            self.env["ops.rma"]
            .with_user(manager)
            .create({"partner_id": maker.id, "branch_id": branch.id})
        )
        lines = [
            {"rma_id": rma.id, "terminal_id": one.id, "fault": "通电后不启动，指示灯不亮"}
            for one in terminals
        ]
        rma.env["ops.rma.line"].create(lines)
        return rma

    def send(self, branch, maker, numbers, waybill):
        """Enter a return and send it; in superuser mode after that."""
        rma = self.make(branch, maker, numbers)
        rma.waybill = waybill
        rma.action_send()
        return rma.sudo()
