from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models.ops_home import SECTIONS
from .common_roles import CODES, RolesCase

STATES = {"blue", "yellow", "red", "none"}


@tagged("post_install", "-at_install")
class TestHome(RolesCase):
    def _home(self, code):
        return self.env["ops.home"].with_user(self.users[code]).get_home()

    def _card(self, home, key):
        cards = [card for section in home["sections"] for card in section["cards"]]
        return next((card for card in cards if card["key"] == key), None)

    def test_every_role_has_a_home(self):
        for code in CODES:
            with self.subTest(code):
                home = self._home(code)
                self.assertEqual([s["key"] for s in home["sections"]], list(SECTIONS))
                for section in home["sections"]:
                    for card in section["cards"]:
                        self.assertTrue(card["title"])
                        self.assertTrue(card["items"] or card["empty"])
                        for item in card["items"]:
                            self.assertIn(item.get("state", "none"), STATES)

    def test_activities_are_waiting_or_late(self):
        today = fields.Date.context_today(self.Assignment.with_user(self.users["sv"]))
        for days, key, state in (
            (-1, "activities_late", "red"),
            (0, "activities_waiting", "yellow"),
            (2, "activities_waiting", "blue"),
        ):
            with self.subTest(days=days):
                activity = self.users["sv"].partner_id.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=today + timedelta(days=days),
                    summary=f"in {days}",
                    user_id=self.users["sv"].id,
                )
                item = self._card(self._home("sv"), key)["items"][-1]
                self.assertIn(activity.summary, item["label"])
                self.assertEqual(item["state"], state)
                button = item["button"]
                getattr(self.env[button["model"]].with_user(self.users["sv"]), button["method"])
                self.assertEqual(button["args"], [activity.ids])

    def test_what_is_there_stands_above_what_is_empty(self):
        sections = self._home("sv")["sections"]
        filled = [[bool(card["items"]) for card in section["cards"]] for section in sections]
        self.assertEqual(filled, [sorted(one, reverse=True) for one in filled])
        self.assertTrue(any(True in one and False in one for one in filled))

    def test_a_task_named_as_its_record_is_said_once(self):
        partner = self.users["sv"].partner_id
        for summary, shown in (("Ring", f"Ring · {partner.name}"), (partner.name, partner.name)):
            activity = partner.activity_schedule(
                "mail.mail_activity_data_todo", summary=summary, user_id=self.users["sv"].id
            )
            self.assertEqual(self.env["ops.home"]._home_activity_label(activity), shown)

    def test_calendar_of_today_in_the_users_zone(self):
        start = fields.Datetime.now()
        self.env["calendar.event"].create(
            {
                "name": "Now",
                "start": start,
                "stop": start + timedelta(minutes=30),
                "partner_ids": [(4, self.users["sv"].partner_id.id)],
            }
        )
        labels = [item["label"] for item in self._card(self._home("sv"), "calendar")["items"]]
        self.assertEqual(labels, ["Now"])

    def test_role_cards_name_whom_one_acts_for(self):
        self._assign(
            self.people["qa"],
            "pm",
            self.project,
            kind="acting",
            acting_for_id=self.cards["pm"].id,
        )
        values = [item["value"] for item in self._card(self._home("qa"), "my_roles")["items"]]
        self.assertTrue(any("t_pm" in value for value in values))

    def test_span_only_for_who_leads(self):
        self.assertIsNone(self._card(self._home("cs"), "span"))
        items = self._card(self._home("sv"), "span")["items"]
        self.assertEqual([item["label"] for item in items], ["t_sv"])
        self.assertEqual(items[0]["state"], "red")

    def test_conflicts_only_for_the_administrator(self):
        self.assertIsNone(self._card(self._home("om"), "role_conflicts"))
        self._assign(self.clerk, "pm", self.project)
        self.assertTrue(self._card(self._home("adm"), "role_conflicts")["items"])
        self.assertTrue(self._card(self._home("adm"), "administration")["items"])

    def test_query_budget(self):
        for code in ("adm", "sv", "cs"):
            with self.subTest(code):
                self._home(code)
                self.env.invalidate_all()
                start = self.env.cr.sql_log_count
                self._home(code)
                self.assertLess(self.env.cr.sql_log_count - start, 25)

    def test_a_moved_person_is_told(self):
        bus = self.env["bus.bus"]
        self.env.cr.precommit.run()
        before = bus.search_count([("message", "like", "ops_roles.home")])
        self._assign(self.clerk, "qa", self.project)
        self.env.cr.precommit.run()
        self.assertGreater(bus.search_count([("message", "like", "ops_roles.home")]), before)
