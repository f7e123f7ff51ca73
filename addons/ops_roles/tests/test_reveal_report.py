from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_roles import CODES, RolesCase


@tagged("post_install", "-at_install")
class TestRevealReport(RolesCase):
    """Counts by person and day, and which days are unusual by the definition shown."""

    def setUp(self):
        super().setUp()
        self.today = date(2026, 6, 30)
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("ops_roles.reveal_unusual_sigmas", "3")
        parameters.set_param("ops_roles.reveal_unusual_days", "30")
        parameters.set_param("ops_roles.reveal_unusual_floor", "5")

    def test_unusual(self):
        """Ten days of 4 and 6 in turn: mean 5, deviation 1, so more than 8 is unusual."""
        for ago in range(1, 11):
            self._reveal(4 if ago % 2 else 6, ago)
        self._reveal(9, 0)
        report = self._report(self.users["adm"], self.today)
        self.assertEqual((report.reveals, report.is_unusual), (9, True))
        self.assertEqual((report.mean, report.deviation, report.bound), (5.0, 1.0, 8.0))
        self.assertEqual(report.role_id, self.roles["cs"])
        self.assertIn("8.0", report.basis)
        before = self._report(self.users["adm"], self.today - timedelta(days=1))
        self.assertFalse(before.is_unusual)

    def test_at_the_bound(self):
        for ago in range(1, 11):
            self._reveal(4 if ago % 2 else 6, ago)
        self._reveal(8, 0)
        self.assertFalse(self._report(self.users["adm"], self.today).is_unusual)

    def test_floor(self):
        """Where little is revealed, a little more is nothing to look at."""
        for ago in range(1, 11):
            self._reveal(1, ago)
        self._reveal(5, 0)
        self.assertFalse(self._report(self.users["adm"], self.today).is_unusual)

    def test_older_days_do_not_count(self):
        self._reveal(100, 31)
        self._reveal(6, 0)
        report = self._report(self.users["adm"], self.today)
        self.assertEqual((report.mean, report.is_unusual), (0, True))

    def test_company_day(self):
        """Half past midnight in Shanghai belongs to the new day."""
        self._insert(3, "2026-06-29 16:30:00")
        self.assertEqual(self._report(self.users["adm"], self.today).reveals, 3)

    def test_opens_the_log(self):
        self._reveal(2, 0)
        self._reveal(2, 1)
        action = self._report(self.users["adm"], self.today).action_open_log()
        self.assertEqual(self.env["ops.reveal.log"].search_count(action["domain"]), 1)

    def test_who_reads(self):
        self._reveal(2, 0)
        for code in CODES:
            user = self.users[code]
            with self.subTest(role=code):
                if code == "adm":
                    self.assertTrue(self._report(user, self.today))
                elif code == "om":
                    self.assertEqual(self._report(user, self.today).user_id, self.users["cs"])
                else:
                    with self.assertRaises(AccessError):
                        self._report(user, self.today)

    def _report(self, user, day):
        self.env.flush_all()
        rows = self.env["ops.reveal.report"].with_user(user)
        return rows.search([("day", "=", day), ("user_id", "=", self.users["cs"].id)])

    def _reveal(self, numbers, days_ago):
        day = self.today - timedelta(days=days_ago)
        self._insert(numbers, fields.Datetime.to_datetime(day).replace(hour=4))

    def _insert(self, numbers, at):
        self.env["ops.reveal.log"]._insert(
            self.cr,
            {
                "at": at,
                "kind": "reveal",
                "user_id": self.users["cs"].id,
                "department_id": self.project.id,
                "company_id": self.env.company.id,
                "model": "res.partner",
                "field": "phone",
                "numbers": numbers,
            },
        )
