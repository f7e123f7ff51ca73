"""Notices of maintenance platforms: in by list and by hand, due, handled, told of when late."""

from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_repair import RepairCase

LIST = "通知编号,通知时间,通知类型,紧急程度,通知标题,车牌号码,终端序列号\n"


@tagged("post_install", "-at_install")
class TestNotice(RepairCase):
    def _feed(self, lines, name="notices.csv"):
        source = self.env.ref("ops_telematics.feed_source_maintenance")
        source.department_id = self.project
        feeds = self.env["ops.feed"].with_user(self.da)
        content = (LIST + "\n".join(lines)).encode()
        return feeds.ingest("platform_notice", name, content, source=source.code)

    def _by_number(self, number):
        return self.env["ops.platform.notice"].search([("number", "=", number)])

    def test_a_list_comes_in_once(self):
        """The vehicle is found by its plate or its terminal; the branch is the vehicle's."""
        lines = [
            "N1,2026-11-30 08:05,离线报警,普通,终端离线 3 小时,豫A10001,",
            "N2,2026-11-30 08:10,,紧急,主电断电,,T-far",
            "N3,2026-11-30 08:15,,,平台资料不一致,豫Z99999,",
            "N4,昨天,,,看不懂,豫A10001,",
            "N1,2026-11-30 08:05,离线报警,普通,终端离线 3 小时,豫A10001,",
        ]
        feed = self._feed(lines)
        self.assertEqual((feed.accepted_count, feed.duplicate_count, feed.reject_count), (3, 1, 1))
        one, two, three = (self._by_number(f"N{number}") for number in (1, 2, 3))
        self.assertEqual((one.vehicle_id, one.kind, one.state), (self.vehicle, "offline", "unread"))
        self.assertEqual(one.received_at, datetime(2026, 11, 30, 0, 5))
        self.assertEqual(two.vehicle_id, self.fleet["far"][0])
        self.assertEqual((two.department_id, two.priority), (self.far.department_id, "1"))
        self.assertEqual((three.vehicle_id.id, three.department_id), (False, self.project))
        again = self._feed(lines[:2], "again.csv")
        self.assertEqual((again.accepted_count, again.duplicate_count), (0, 2))

    def test_due_in_working_hours(self):
        """Hours counted by hand: 8 of a day of 9–12 and 13–18; urgent 2."""
        calendar = self.env.company.resource_calendar_id
        calendar.attendance_ids.unlink()
        calendar.attendance_ids = [
            (0, 0, {"name": "t", "dayofweek": str(day), "hour_from": one, "hour_to": two})
            for day in range(5)
            for one, two in ((9, 12), (13, 18))
        ]
        for at, priority, due in (
            # Thursday 26 November 2026, 10:00 in Shanghai: 2 h, 5 h, and 1 h on Friday.
            (datetime(2026, 11, 26, 2), "0", datetime(2026, 11, 27, 2)),
            # 11:30: half an hour before noon, one and a half after it.
            (datetime(2026, 11, 26, 3, 30), "1", datetime(2026, 11, 26, 6, 30)),
            # Saturday: Monday from 9.
            (datetime(2026, 11, 28, 3), "1", datetime(2026, 11, 30, 3)),
        ):
            notice = self._notice(received_at=at, priority=priority)
            self.assertEqual(notice.due_at, due)

    def test_read_and_handled_with_words(self):
        notices = self._notice() | self._notice(subject="漂移")
        notices[0].action_read()
        self.assertEqual(notices.mapped("state"), ["read", "unread"])
        step = self.env["ops.notice.step"].with_user(self.da)
        step = step.with_context(**notices.action_handle()["context"])
        with self.assertRaises(UserError):
            step.create({"text": " "}).action_confirm()
        step.create({"text": "已电话告知，车辆进厂"}).action_confirm()
        self.assertEqual(set(notices.mapped("state")), {"handled"})
        self.assertEqual(notices.mapped("handled_by_id"), self.da)
        with self.assertRaises(UserError):
            notices.action_handle()

    def test_who_handles(self):
        notice = self._notice()
        with self.assertRaises(AccessError):
            notice.with_user(self.technician).action_read()
        with self.assertRaises(AccessError):
            notice.write({"state": "handled"})
        far = self.env["ops.platform.notice"].create(
            {"subject": "t", "vehicle_id": self.fleet["far"][0].id}
        )
        with self.assertRaises(AccessError):
            far.with_user(self.bm).read(["subject"])

    def test_what_a_platform_sent_stays(self):
        self._feed(["N9,2026-11-30 08:05,,,离线,豫A10001,"])
        with self.assertRaises(UserError):
            self._by_number("N9").with_user(self.da).unlink()
        self._notice().unlink()

    def test_late_ones_are_told_to_the_deputy(self):
        with freeze_time("2026-11-26 02:00:00"):
            late = self._notice()
        with freeze_time("2026-12-03 02:00:00"):
            fresh = self._notice()
            self.env["ops.platform.notice"]._escalate_late()
            self.env["ops.platform.notice"]._escalate_late()
            mine = (
                self.env["ops.platform.notice"].with_user(self.da).search([("is_late", "=", True)])
            )
        todos = (late | fresh).sudo().activity_ids
        self.assertEqual((todos.res_id, todos.user_id), (late.id, self.dm))
        self.assertIn(late, mine)
        self.assertNotIn(fresh, mine)
        late.handle("t")
        self.assertFalse(late.sudo().activity_ids)

    def test_to_the_branch_as_a_work_order(self):
        """Its acceptance handles the notice, giving it up opens the notice again."""
        notice = self._notice()
        action = notice.action_work()
        order = notice.work_order_id
        self.assertEqual((action["res_id"], order.branch_id), (order.id, self.near))
        self.assertEqual((notice.state, order.ops_vehicle_id), ("work", self.vehicle))
        order.with_user(self.bm).give_up("t")
        self.assertEqual(notice.state, "read")
        notice.action_work()
        order = notice.work_order_id
        order.sudo().result = "重新接线"
        order._accept()
        self.assertEqual((notice.state, notice.answer), ("handled", f"{order.name}: 重新接线"))

    def test_home(self):
        notice = self._notice()
        cards = self.env["ops.home"].with_user(self.da)._home_cards()
        card = next(one for one in cards if one["key"] == "notices")
        item = next(one for one in card["items"] if notice.subject in one["label"])
        self.assertEqual(item["button"]["method"], "action_repair")
