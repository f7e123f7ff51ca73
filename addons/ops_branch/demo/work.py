"""Demo of work orders, one in each state in four branches, made by the buttons of their people;
then the reports of the branches."""

import base64
import io
from datetime import datetime, time, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from PIL import Image, ImageDraw

from odoo import fields
from odoo.fields import Command

#: Tools in somebody's hands: branch, record, days until it is due back.
TOOLS = (("zk", "demo_tool_zk_1", 3), ("zk", "demo_tool_zk_2", -4), ("zz", "demo_tool_zz_1", 5))
#: What each branch has of serials in stock: terminals first, then cameras.
STOCK = 12
SIGNATURE_SIZE = (360, 120)
MONTH = relativedelta(months=1)


class Job(NamedTuple):
    """An order of the demo: how far it goes, and when it is planned (hours from now)."""

    branch: str
    kind: str
    subject: str
    until: str
    hours: float
    warranty: bool = False
    stage: str = ""


JOBS = (
    Job("zk", "install", "新购 3 台牵引车安装北斗终端", "draft", 26, stage="demo_stage_zk_2"),
    Job("zk", "install", "豫P示001 安装终端及摄像头", "planned", 1, stage="demo_stage_zk_2"),
    Job("zk", "repair", "豫P示017 定位漂移上门检修", "planned", 3),
    Job("zk", "maintain", "冷链车队季度保养（5 台）", "late", -30),
    Job("zk", "repair", "豫P示022 终端离线，检查电源线", "doing", -1, warranty=True),
    Job("zk", "install", "豫P示008 安装北斗终端", "finished", -5, stage="demo_stage_zk_2"),
    Job("zk", "install", "豫P示009 安装北斗终端", "bare", -27),
    Job("zk", "install", "豫P示003 安装北斗终端", "accepted", -75, stage="demo_stage_zk_1"),
    Job("zk", "inspect", "客户自查后现场复核终端铅封", "overridden", -99),
    Job("jy", "install", "新购 2 台危货车安装终端", "draft", 27),
    Job("jy", "install", "豫A示201 安装北斗终端", "planned", 2),
    Job("jy", "repair", "豫A示207 终端频繁重启，更换电源线", "late", -28),
    Job("jy", "inspect", "半挂车队出车前巡检", "doing", -1),
    Job("jy", "install", "豫A示203 安装北斗终端", "finished", -4),
    Job("jy", "install", "豫A示205 安装北斗终端", "accepted", -74),
    Job("zz", "install", "新能源公交 2 台安装终端", "planned", 4),
    Job("zz", "inspect", "旅游包车节前巡检", "doing", -2),
    Job("zz", "install", "豫A示115 安装北斗终端", "finished", -6),
    Job("zz", "install", "豫A示101 安装北斗终端", "accepted", -50, warranty=True),
    Job("ny", "install", "危货车 豫R示030 安装终端", "planned", 2),
    Job("ny", "repair", "豫R示011 摄像头黑屏检修", "accepted", -52),
    Job("ny", "maintain", "危货车辆月度检查", "cancelled", -20),
)


def load_demo_work(env):
    """Make the demo orders; does nothing in a database without demo data."""
    if env.ref("ops_branch.demo_fleet_zk", raise_if_not_found=False):
        loader = DemoWork(env)
        for branch in ("zk", "jy", "zz", "ny"):
            loader.stock(branch)
        for job in JOBS:
            loader.do(job)
        for branch, tool, days in TOOLS:
            loader.hand_out(branch, tool, days)
        loader.attend()
        loader.report()


class DemoWork:
    """Makes stock and orders as the people of a branch would."""

    def __init__(self, env):
        self.env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
        self.now = fields.Datetime.now().replace(minute=0, second=0)
        self.serials = {}

    def ref(self, name):
        return self.env.ref(f"ops_branch.{name}")

    def stock(self, code):
        """Put serials and cable on the shelf of a branch."""
        shelf = self.ref(f"demo_branch_{code}").warehouse_id.lot_stock_id
        quants = self.env["stock.quant"]
        self.serials[code] = []
        for name, mark in (("demo_terminal", "BD"), ("demo_camera", "CM")):
            product = self.ref(name)
            lots = self.env["stock.lot"].create(
                [
                    {"name": f"{mark}{code.upper()}2610{number:03}", "product_id": product.id}
                    for number in range(1, STOCK + 1)
                ]
            )
            for lot in lots:
                quants._update_available_quantity(product, shelf, 1, lot_id=lot)
            if mark == "BD":
                self.serials[code] = lots.mapped("name")
        quants._update_available_quantity(self.ref("demo_cable"), shelf, 60)

    def do(self, job):
        """Make an order and take it as far as the job says."""
        order = self._ask(job)
        if job.until == "draft":
            return
        order.action_plan()
        if job.until == "cancelled":
            order.give_up("客户车辆临时出车，改期后重新派单")
        elif job.until not in ("planned", "late"):
            self._work(order.with_user(self.ref(f"demo_user_{job.branch}_te")), job)

    def hand_out(self, branch, tool, days):
        """Give a tool to the technician; as the storekeeper would."""
        person = self.env["hr.employee.public"].browse(self.ref(f"demo_emp_{branch}_te").id)
        keeper = self.ref(f"demo_user_{branch}_st")
        due = self.env.company._ops_today() + timedelta(days=days)
        self.ref(tool).with_user(keeper).issue(person, due, "随车携带，附充电器")

    def attend(self):
        """Let the people of branches come on the last two days; every ninth forgets to check in."""
        today = self.env.company._ops_today()
        people = self.env["ops.branch"].search([]).department_id.member_ids
        for days in (1, 2):
            day = today - timedelta(days=days)
            came = self.env["hr.attendance"].search([("date", "=", day)]).employee_id
            self.env["hr.attendance"].create(
                [
                    _shift(person, day, late=person.id % 7)
                    for number, person in enumerate(people - came)
                    if (number + days) % 9
                ]
            )

    def report(self):
        """Draw the reports of the last two days and of the last month, as if it were their hour."""
        today = self.env.company._ops_today()
        for period, start in (("day", today - timedelta(days=2)), ("month", today - MONTH)):
            for name in (f"report_branch_{period}", f"report_branches_{period}"):
                definition = self.ref(name)
                definition.date_start = start.replace(day=1) if period == "month" else start
                definition.with_user(self.env.ref("ops_roles.demo_user_adm")).action_draw_missing()

    def _ask(self, job):
        start = _in_daytime(self.now + timedelta(hours=job.hours), job.hours > 0)
        stage = self.ref(job.stage) if job.stage else self.env["project.milestone"]
        return (
            self.env["ops.work.order"]
            .with_user(self._manager(job.branch))
            .create(
                {
                    "kind_id": self.ref(f"work_kind_{job.kind}").id,
                    "branch_id": self.ref(f"demo_branch_{job.branch}").id,
                    "partner_id": self.ref(f"demo_fleet_{job.branch}").id,
                    "subject": job.subject,
                    "contact": "车队调度",
                    "note": "到场前一小时联系调度，车辆停在院内。",
                    "is_warranty": job.warranty,
                    "project_id": stage.project_id.id,
                    "milestone_id": stage.id,
                    "planned_start": start,
                    "crew_ids": [Command.set(self.ref(f"demo_emp_{job.branch}_te").ids)],
                }
            )
        )

    def _manager(self, code):
        return self.ref(f"demo_branch_{code}").manager_id.user_id

    def _work(self, order, job):
        order.action_start()
        self._photo(order, "before")
        if job.until == "doing":
            order.check_ids[:1].action_ok()
            return
        if order.kind_id.needs_fitted:
            order.scan(self.serials[job.branch].pop(0))
            order.scan("6900000000017")
        if job.until not in ("bare", "overridden"):
            self._prove(order)
        order.action_finish()
        self._date(order, job)
        manager = order.with_user(self._manager(job.branch))
        if job.until == "accepted":
            manager.action_accept()
        elif job.until == "overridden":
            manager.accept_without_proof("现场无网络且手机损坏，已电话与客户核实")

    def _prove(self, order):
        for number in range(order.kind_id.photos_after):
            self._photo(order, "after", number)
        order.check_ids.action_ok()
        order.write(
            {
                "result": "已按工单完成，平台定位正常。",
                "signed_by": "李示范",
                "signature": base64.b64encode(_signature()),
            }
        )

    def _photo(self, order, kind, number=0):
        moment = order.planned_start + timedelta(minutes=10 if kind == "before" else 70 + number)
        self.env["ops.work.photo"].with_user(order.env.user)._store(
            order, _drawing(kind), kind, f"demo-{kind}-{number}", moment, (33.626, 114.697)
        )

    def _date(self, order, job):
        """Finished work was finished at its time, not while the demo is loaded."""
        stop = order.planned_stop
        order.sudo().write({"started_at": order.planned_start, "finished_at": stop})
        order.sudo().serial_ids.moved_at = stop


def _shift(person, day, late):
    """A day from about 8:00 to 17:30 in China, in UTC."""
    start = datetime.combine(day, time(0, 0)) + timedelta(minutes=late - 5)
    return {
        "employee_id": person.id,
        "check_in": start,
        "check_out": start + timedelta(hours=9, minutes=30),
    }


def _in_daytime(moment, ahead):
    """The moment, or one of a working day's near it: UTC 0 to 9 is 8:00 to 17:00 in China.

    Work ahead moves to the next morning, work of the past to the afternoon or morning before.
    """
    if moment.hour <= 9:
        return moment
    return moment.replace(hour=1) + timedelta(days=1) if ahead else moment.replace(hour=7)


def _drawing(kind):
    """A drawing of a lorry's cab, with the terminal when the work is done."""
    image = Image.new("RGB", (480, 360), (176, 196, 214))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 280, 480, 360), fill=(110, 110, 110))
    pen.rectangle((60, 120, 420, 290), fill=(196, 62, 48), outline=(90, 20, 15), width=4)
    pen.polygon(((90, 140), (390, 140), (370, 210), (110, 210)), fill=(70, 90, 110))
    for left in (110, 310):
        pen.ellipse((left, 255, left + 70, 325), fill=(30, 30, 30))
    if kind == "after":
        pen.rectangle((205, 175, 275, 208), fill=(25, 25, 25), outline=(240, 240, 240), width=2)
        pen.ellipse((250, 184, 262, 196), fill=(60, 220, 90))
    return _png(image)


def _signature():
    image = Image.new("RGB", SIGNATURE_SIZE, (255, 255, 255))
    points = [(20 + 8 * step, 60 + (28 if step % 2 else -24) + step) for step in range(40)]
    ImageDraw.Draw(image).line(points, fill=(20, 30, 90), width=4, joint="curve")
    return _png(image)


def _png(image):
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()
