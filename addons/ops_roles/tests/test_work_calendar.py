from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_roles import RolesCase


@tagged("post_install", "-at_install")
class TestWorkCalendar(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.country_id = cls.env.ref("base.cn")
        cls.leaves = cls.env["resource.calendar.leaves"]
        cls.leaves.search([("ops_year", "!=", 0)]).unlink()
        cls.leaves._ops_fill_year(cls.company, 2026)

    def test_spring_festival_and_exchanged_weekends(self):
        after = self.company._ops_workdays_after
        self.assertEqual(after(date(2026, 2, 13), 1), date(2026, 2, 14))
        self.assertEqual(after(date(2026, 2, 14), 1), date(2026, 2, 24))
        self.assertEqual(after(date(2026, 2, 24), -1), date(2026, 2, 14))
        self.assertEqual(after(date(2026, 10, 1), 0), date(2026, 10, 8))
        self.assertEqual(after(date(2026, 9, 30), 2), date(2026, 10, 9))

    def test_filled_once(self):
        self.assertFalse(self.leaves._ops_fill_year(self.company, 2026))
        self.assertFalse(self.leaves._ops_fill_year(self.company, 1999))

    def test_only_the_administrator_fills(self):
        with self.assertRaises(AccessError):
            self.leaves.with_user(self.users["om"]).action_ops_fill()
        self.leaves.with_user(self.users["adm"]).action_ops_fill()

    def test_companies_elsewhere_keep_their_own(self):
        self.leaves.search([("ops_year", "!=", 0)]).unlink()
        self.company.country_id = self.env.ref("base.fr")
        self.leaves._ops_fill(self.company)
        self.assertFalse(self.leaves.search_count([("ops_year", "!=", 0)]))

    def test_a_new_time_zone_counts_at_once(self):
        for change, zone in (
            (lambda: self.company.resource_calendar_id.write({"tz": "Asia/Tokyo"}), "Asia/Tokyo"),
            (lambda: self.company.write({"resource_calendar_id": False}), None),
            (lambda: self.company.partner_id.write({"tz": "Asia/Urumqi"}), "Asia/Urumqi"),
        ):
            self.company._ops_tz()
            change()
            self.assertEqual(self.company._ops_tz(), zone or self.company.partner_id.tz or "UTC")
