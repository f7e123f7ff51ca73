from freezegun import freeze_time

from odoo.exceptions import AccessDenied
from odoo.fields import Datetime
from odoo.tests import HttpCase, tagged

from . import common_roles


@tagged("post_install", "-at_install")
class TestDeparture(common_roles.RolesCase, HttpCase):
    """Whoever leaves is out at once: open sessions, keys, login."""

    def setUp(self):
        super().setUp()
        self.agent = self.people["cs"]
        self.user = self.users["cs"]
        self.key = (
            self.env["res.users.apikeys"]
            .with_user(self.user)
            ._generate(None, "machine", Datetime.add(Datetime.now(), days=1))
        )
        self.authenticate("t_cs", "t_cs")

    def test_departed(self):
        self._assert_inside()
        self.agent.with_context(no_wizard=True).action_archive()
        self._assert_outside()
        self.assertFalse(self.user.active)
        with self.assertRaises(AccessDenied):
            self.authenticate("t_cs", "t_cs")

    def test_departure_wizard(self):
        self._assert_inside()
        wizard = self.env["hr.departure.wizard"].with_context(employee_termination=True)
        wizard.create({"employee_ids": self.agent.ids}).action_register_departure()
        self._assert_outside()

    def test_last_day(self):
        """A departure recorded beforehand takes effect when the last day is over."""
        with freeze_time("2026-11-29 08:00:00"):
            self.agent.departure_date = "2026-11-30"
        for now, still in (("2026-11-30 15:59:00", True), ("2026-11-30 16:00:01", False)):
            with self.subTest(now=now), freeze_time(now):
                self.env["ops.role.assignment"]._cron_sync_access()
                self.assertEqual(self.user.active, still)

    def test_last_card_ended(self):
        """One card less changes nothing; without any, he is out but may log in again."""
        second = self._assign(self.agent, "qa", self.project)
        second.with_user(self.users["adm"]).action_end()
        self._assert_inside()
        self.cards["cs"].with_user(self.users["adm"]).action_end()
        self._assert_outside()
        self.assertTrue(self.user.active)
        self.authenticate("t_cs", "t_cs")
        self.assertEqual(self._ask(), "result")

    def test_one_of_two_employees(self):
        """A login that still serves another employee record stays."""
        company = self.env["res.company"].create({"name": "Second"})
        self.env["hr.employee"].create(
            {"name": "t_cs", "user_id": self.user.id, "company_id": company.id}
        )
        self.agent.active = False
        self.assertTrue(self.user.active)

    def test_own_departure(self):
        """Whoever archives his own employee record keeps his login."""
        self.people["adm"].with_user(self.users["adm"]).sudo().active = False
        self.assertTrue(self.users["adm"].active)

    def _assert_inside(self):
        self.assertEqual((self._ask(), self._ask_with_key()), ("result", 200))

    def _assert_outside(self):
        self.assertEqual((self._ask(), self._ask_with_key()), ("error", 401))

    def _ask(self):
        """Say whether the open session still gets an answer."""
        self.env.flush_all()
        answer = self.url_open(
            "/web/dataset/call_kw/res.users/read",
            json={
                "params": {
                    "model": "res.users",
                    "method": "read",
                    "args": [self.user.ids, ["name"]],
                    "kwargs": {},
                }
            },
        ).json()
        return "result" if "result" in answer else "error"

    def _ask_with_key(self):
        self.env.flush_all()
        return self.url_open(
            "/json/2/res.users/read",
            json={"ids": self.user.ids, "fields": ["name"]},
            headers={"Authorization": f"Bearer {self.key}"},
        ).status_code
