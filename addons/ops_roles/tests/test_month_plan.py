from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_work import WorkCase


@tagged("post_install", "-at_install")
class TestMonthPlan(WorkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.month = cls.today.replace(day=1) + relativedelta(months=1)

    def _noon(self, day):
        return fields.Datetime.to_datetime(self.month) + timedelta(days=day - 1, hours=4)

    def _plan(self, owner="dm", days=(3, 10, 20), **vals):
        items = [
            {"name": f"Activity {day}", "start": self._noon(day), "user_id": self.users["sa"].id}
            for day in days
        ]
        return (
            self.env["ops.month.plan"]
            .with_user(self.users[owner])
            .create(
                {
                    "month": self.month + timedelta(days=14),
                    "item_ids": [Command.create(item) for item in items],
                    **vals,
                }
            )
        )

    def test_the_plan_goes_into_the_calendars(self):
        plan = self._plan()
        self.assertEqual(plan.month, self.month)
        self.assertFalse(plan.item_ids.event_id)
        plan.action_fix()
        event = plan.item_ids[0].sudo().event_id
        self.assertEqual(event.start, self._noon(3))
        self.assertEqual(event.partner_ids, (self.users["dm"] | self.users["sa"]).partner_id)
        self._as("sa", event).write(
            {"start": self._noon(4), "stop": self._noon(4) + timedelta(hours=2)}
        )
        self.assertEqual((plan.item_ids[0].start, plan.item_ids[0].duration), (self._noon(4), 2))
        with self.assertRaises(UserError):
            plan.action_fix()

    def test_rate_counts_what_stood_in_the_plan(self):
        plan = self._plan()
        plan.action_fix()
        first, second, third = plan.item_ids
        extra = self.env["ops.month.plan.item"].with_user(self.users["dm"])
        extra = extra.create({"plan_id": plan.id, "name": "Extra", "start": self._noon(6)})
        self.assertTrue(extra.event_id)
        self._as("sa", first).action_done()
        extra.action_done()
        with self.assertRaises(UserError):
            self._as("sa", second).action_dropped()
        self._as("sa", second).result = "Rain"
        self._as("sa", second).action_dropped()
        self.assertFalse(second.sudo().event_id.active)
        self.assertEqual((plan.planned_count, plan.done_count, plan.extra_count), (3, 1, 1))
        self.assertAlmostEqual(plan.rate, 1 / 3)
        with self.assertRaisesRegex(UserError, third.name):
            plan.action_close()
        third.action_done()
        plan.action_close()
        self.assertAlmostEqual(plan.rate, 2 / 3)
        for change in (third.action_reopen, lambda: third.write({"result": "x"})):
            with self.assertRaises(UserError):
                change()

    def test_a_report_is_taken_back(self):
        plan = self._plan(days=(3,))
        plan.action_fix()
        item = plan.item_ids
        item.result = "Rain"
        item.action_dropped()
        item.action_reopen()
        self.assertEqual((item.state, item.sudo().event_id.active), ("planned", True))

    def test_days_are_of_the_month(self):
        first = fields.Datetime.to_datetime(self.month)
        plan = self._plan(days=())
        items = self.env["ops.month.plan.item"].with_user(self.users["dm"])
        vals = {"plan_id": plan.id, "name": "Dawn"}
        items.create({**vals, "start": first - timedelta(hours=7)})
        with self.assertRaisesRegex(ValidationError, "Dawn"):
            items.create({**vals, "start": first - timedelta(hours=9)})

    def test_late_is_shown_at_home_until_reported(self):
        plan = self._plan(days=(3, 20))
        plan.action_fix()
        home = self.env["ops.home"].with_user(self.users["sa"])
        with freeze_time(self._noon(4)):
            labels = [one["label"] for one in home._home_plan_items()["items"]]
            self.assertEqual(labels, ["Activity 3"])
            self.assertEqual(plan.item_ids.filtered("is_late").name, "Activity 3")
            self._as("sa", plan.item_ids[0]).action_done()
            self.assertFalse(home._home_plan_items()["items"])

    def test_who_reads_and_writes(self):
        plan = self._plan()
        plan.action_fix()
        reads = {code for code in self.users if self._as(code, plan).has_access("read")}
        self.assertEqual(reads, {"gm", "mm", "dm", "sd", "bm", "sa"})
        for code in set(self.users) - {"dm"}:
            for change in (
                self._as(code, plan).action_close,
                lambda code=code: self._as(code, plan).write({"focus": "x"}),
                lambda code=code: self._as(code, plan.item_ids).write({"name": "x"}),
            ):
                with self.subTest(code), self.assertRaises(AccessError):
                    change()
        for code in set(self.users) - {"dm", "sa"}:
            with self.subTest(code), self.assertRaises(AccessError):
                self._as(code, plan.item_ids[0]).action_done()

    def test_other_department(self):
        away = self._person("t_away", department_id=self.other.id)
        self._assign(away, "mm", self.other)
        plan = self._plan()
        for record in (plan, plan.item_ids):
            self.assertFalse(record.with_user(away.user_id).has_access("read"))

    def test_nothing_is_forged(self):
        for vals in ({"state": "closed"}, {"owner_id": self.users["gm"].id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self._plan(**vals)
        plan = self._plan()
        for vals in ({"state": "done"}, {"in_plan": True}, {"event_id": 1}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                plan.item_ids.write(vals)
        plan.action_fix()
        with self.assertRaises(UserError):
            plan.item_ids[0].unlink()
        with self.assertRaises(UserError):
            plan.unlink()

    def test_printed(self):
        plan = self._plan()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "ops_roles.report_month_plan", plan.ids
        )
        self.assertIn("Activity 10", html.decode())
