"""The morning of a branch manager: figures that open their records, day and month report."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .test_muster import DAY, NOW, MusterCase


class CockpitCase(MusterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.severity = cls.env["ops.incident.severity"].search([], limit=1)
        cls.customer = cls.env["res.partner"].create({"name": "Haulier"})

    def _filled(self, branch):
        """One of each thing the cockpit counts, at a branch."""
        place = {"department_id": branch.department_id.id}
        self.env["ops.incident"].create(
            {
                "name": "Fire",
                "severity_id": self.severity.id,
                "happened_at": f"{DAY} 01:00:00",
                **place,
            }
        )
        self.env["ops.commitment"].create(
            {
                "name": "Ten terminals",
                "partner_id": self.customer.id,
                "promised_on": DAY - timedelta(days=3),
                "due": DAY - timedelta(days=1),
                **place,
            }
        )
        branch._muster_day(DAY)


@tagged("post_install", "-at_install")
class TestCockpit(CockpitCase):
    @freeze_time(NOW)
    def test_figures_open_their_records(self):
        self._filled(self.near)
        self._filled(self.far)
        branch = self.near.with_user(self.near_users["bm"])
        self._came(self.crew["cashier"])
        branch.sudo()._muster_day(DAY)
        self.assertEqual(branch.muster_text, "1 / 5")
        for key, field in (
            ("incidents", "cockpit_incidents"),
            ("promises", "cockpit_promises"),
            ("missing", "cockpit_missing"),
        ):
            with self.subTest(key):
                action = branch.with_context(thing=key).action_open_thing()
                found = branch.env[action["res_model"]].search(action["domain"])
                self.assertEqual(len(found), branch[field])
                self.assertEqual(found.department_id, self.near.department_id)
                self.assertTrue(found)
        self.assertIn(("branch_id", "=", self.near.id), branch.action_open_till()["domain"])

    @freeze_time(NOW)
    def test_morning_list(self):
        self._filled(self.near)
        home = self.env["ops.home"].with_user(self.near_users["bm"])
        card = home._home_morning()
        states = {item["label"]: (item["value"], item["state"]) for item in card["items"]}
        self.assertEqual(states["Till of the last working day"], ("1 not closed", "red"))
        self.assertEqual(states["Muster of today"], ("0 / 5", "yellow"))
        self.assertEqual(states["Incidents open"], (1, "red"))
        for item in card["items"]:
            if isinstance(item["action"], dict):
                model = home.env[item["action"]["res_model"]]
                self.assertEqual(model.search_count(item["action"]["domain"]), item["value"])
        self.assertNotIn("Devices offline", states)

    @freeze_time(NOW)
    def test_the_morning_costs_the_home_page_little(self):
        self._filled(self.near)
        home = self.env["ops.home"].with_user(self.near_users["bm"])
        whole = self._queries(home.get_home)
        self.patch(type(home), "_home_morning", lambda self: self._home_calendar())
        self.assertLess(whole - self._queries(home.get_home), 16)

    def _queries(self, show):
        show()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        show()
        return self.env.cr.sql_log_count - start

    @freeze_time(NOW)
    def test_devices_when_somebody_knows_them(self):
        home = self.env["ops.home"].with_user(self.near_users["bm"])
        self.patch(type(self.near), "_devices_offline", lambda branches: {branches[0].id: 4})
        labels = {item["label"]: item["value"] for item in home._home_morning()["items"]}
        self.assertEqual(labels["Devices offline"], 4)
        self.assertEqual(self.near.cockpit_devices, 4)
        self.assertIn("devices", self.near.cockpit_keys)

    @freeze_time(NOW)
    def test_day_report(self):
        self._filled(self.near)
        self._came(self.crew["cashier"], "02:00")
        builder = self.env["ops.report.builder"].sudo()
        figures, absent, incidents = builder._build("branch_day", self.near.department_id, DAY, DAY)
        (row,) = figures.rows
        self.assertEqual((row["here"], row["late"], row["missing"]), (1, 1, 4))
        self.assertEqual((row["incidents"], row["broken"]), (1, 0))
        opened = self.env["ops.muster.line"].search(row["_domains"]["missing"])
        self.assertEqual(len(opened), row["missing"])
        self.assertEqual(len(absent.rows), 5)
        self.assertEqual([one["name"] for one in incidents.rows], ["Fire"])

    @freeze_time(NOW)
    def test_a_shortcut_opens_the_last_day_report(self):
        reader = self.near_users["bm"]
        open_last = self.env.ref("ops_branch.action_day_report_last").with_user(reader).run
        self.assertFalse(open_last()["res_id"])
        definition = self.env.ref("ops_branch.report_branch_day")
        reports = self.env["ops.report"].sudo()
        for days in (2, 1):
            day = DAY - timedelta(days=days)
            last = reports._draw(definition, self.near.department_id, day, day)
            reports._draw(definition, self.far.department_id, day, day)
        self.assertEqual(open_last()["res_id"], last.id)

    @freeze_time(NOW)
    def test_month_report_over_branches(self):
        for branch in (self.near, self.far):
            self._filled(branch)
        builder = self.env["ops.report.builder"].sudo()
        first = DAY.replace(day=1)
        figures, _cash, incidents = builder._build("branch_month", self.centre, first, DAY)
        rows = {row["name"]: row for row in figures.rows}
        self.assertEqual((rows["Near"]["incidents"], rows["Far"]["incidents"]), (1, 1))
        self.assertTrue(figures.rows[-1]["_total"])
        self.assertEqual(figures.rows[-1]["incidents"], len(incidents.rows))

    def test_reports_are_drawn_for_each_branch(self):
        definition = self.env.ref("ops_branch.report_branch_day")
        scopes = definition._scopes()
        self.assertIn(self.near.department_id, scopes)
        self.assertFalse(scopes.filtered(lambda one: not one.ops_branch_ids))


@tagged("post_install", "-at_install")
class TestBranchTour(CockpitCase, HttpCase):
    def test_morning_of_a_branch_manager(self):
        self.env["ops.incident"].create(
            {
                "name": "Tour fire",
                "severity_id": self.severity.id,
                "department_id": self.near.department_id.id,
            }
        )
        self.start_tour("/odoo", "ops_branch_morning", login="t_near_bm")
        today = self.env.company._ops_today()
        muster = self.env["ops.muster"].search(
            [("branch_id", "=", self.near.id), ("date", "=", today)]
        )
        self.assertEqual(len(muster.line_ids), 5)
