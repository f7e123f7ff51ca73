from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_roles import CODES, RolesCase

KEEPERS = {"dm", "sa", "da", "adm"}


@tagged("post_install", "-at_install")
class TestPlatform(RolesCase, HttpCase):
    """Looked at once a day; accounts that expire are told of; outages stay on the log."""

    def setUp(self):
        super().setUp()
        self.platform = self.env["ops.platform"].create(
            {
                "name": "Tour platform",
                "department_id": self.project.id,
                "keeper_id": self.users["da"].id,
            }
        )
        self.today = self.env.company._ops_today()

    def test_one_click(self):
        mine = self.platform.with_user(self.users["da"])
        self.assertEqual(mine.today, "none")
        mine.action_all_well()
        mine.action_all_well()
        self.assertEqual((mine.today, len(mine.check_ids)), ("well", 1))
        self.assertNotIn(mine, mine.search([("today", "in", ["none"])]))
        self._outage()
        self.assertEqual((mine.today, len(mine.check_ids)), ("outage", 1))
        self.assertIn(mine, mine.search([("today", "=", "outage")]))

    def test_outage_of_the_past(self):
        """Entered afterwards, it says nothing of today."""
        self.platform.outage_ids = [
            Command.create(
                {
                    "name": "Past",
                    "started_at": "2026-01-01 00:00:00",
                    "ended_at": "2026-01-01 03:00:00",
                }
            )
        ]
        self.assertEqual(self.platform.today, "none")

    def test_who_may_check(self):
        for code in CODES:
            mine = self.platform.with_user(self.users[code])
            if code in KEEPERS:
                mine.action_all_well()
                continue
            with self.subTest(role=code), self.assertRaises(AccessError):
                mine.action_all_well()
            with self.subTest(role=code), self.assertRaises(AccessError):
                mine.action_report_outage()
        other = self.platform.create({"name": "Other", "department_id": self.other.id})
        with self.assertRaises(AccessError):
            other.with_user(self.users["da"]).action_all_well()

    def test_nothing_is_forged(self):
        outage, account = self._outage(), self._account(30)
        self.platform.with_user(self.users["da"]).action_all_well()
        for code in CODES:
            user = self.users[code]
            for record, vals in (
                (outage, {"state": "closed"}),
                (outage, {"reporter_id": user.id}),
                (account, {"state": "closed"}),
                (account, {"reminded_for": self.today}),
                (self.platform.check_ids, {"result": "well"}),
            ):
                with self.subTest(role=code, vals=vals), self.assertRaises(AccessError):
                    record.with_user(user).write(vals)
            with self.subTest(role=code), self.assertRaises(AccessError):
                self.platform.check_ids.with_user(user).unlink()

    def test_not_to_another_department(self):
        other = self.platform.create({"name": "Other", "department_id": self.other.id})
        mine = self._outage()
        with self.assertRaises(AccessError):
            mine.platform_id = other

    def test_outage_is_closed_with_its_cause(self):
        outage = self._outage()
        with self.assertRaises(UserError):
            outage.action_close()
        outage.write({"cause": "Line", "ended_at": outage.started_at + timedelta(hours=3)})
        outage.action_close()
        self.assertEqual((outage.state, outage.hours), ("closed", 3))
        with self.assertRaises(UserError):
            outage.cause = "Something else"
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            late = self._outage()
            late.ended_at = late.started_at - timedelta(hours=1)
            late.flush_recordset()

    def test_accounts_that_expire(self):
        self.env["ir.config_parameter"].set_param("ops_roles.platform_account_days", "30")
        near, far = self._account(30), self._account(31)
        accounts = self.env["ops.platform.account"]
        self.assertEqual((near.light, far.light), ("yellow", "blue"))
        for _run in range(2):
            accounts._cron_remind()
        self.assertEqual(near.activity_ids.user_id, self.users["da"])
        self.assertEqual(len(near.activity_ids), 1)
        self.assertFalse(far.activity_ids)
        near.expires_on = self.today + timedelta(days=20)
        accounts._cron_remind()
        self.assertEqual(len(near.activity_ids), 2)
        self.users["cs"].active = False
        self.assertEqual(near.light, "red")
        self.assertIn(near, accounts.search([("light", "=", "red")]))
        near.action_close()
        self.assertFalse(near.activity_ids)
        with self.assertRaises(UserError):
            near.login = "again"

    def test_address(self):
        with self.assertRaises(ValidationError):
            self.platform.url = "javascript:alert(1)"

    def test_tour(self):
        self.start_tour("/odoo", "ops_platform", login="t_da")
        self.assertEqual(self.platform.today, "outage")
        self.assertEqual(self.platform.outage_ids.name, "No positions")

    def _outage(self):
        return (
            self.env["ops.platform.outage"]
            .with_user(self.users["da"])
            .create({"platform_id": self.platform.id, "name": "No positions"})
        )

    def _account(self, days):
        return (
            self.env["ops.platform.account"]
            .with_user(self.users["dm"])
            .create(
                {
                    "platform_id": self.platform.id,
                    "login": f"a{days}",
                    "holder_id": self.users["cs"].id,
                    "expires_on": self.today + timedelta(days=days),
                }
            )
        )
