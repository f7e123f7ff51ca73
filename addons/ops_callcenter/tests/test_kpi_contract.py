from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.service_level import FORMULAS
from .common_floor import DAY, HAND, FloorCase, at, left


@tagged("post_install", "-at_install")
class TestKpiContract(FloorCase):
    def test_hand_worked_half_hour(self):
        interval = self.interval
        self.assertEqual(len(interval), 1)
        self.assertEqual(
            (interval.offered, interval.answered, interval.abandoned, interval.abandoned_short),
            (7, 3, 3, 1),
        )
        self.assertEqual(interval.timeout_count, 1)
        self.assertAlmostEqual(interval.asa_s, 50 / 3)
        self.assertAlmostEqual(interval.aht_s, 120)
        self.assertAlmostEqual(interval.abandon_rate, (3 - 1) / (7 - 1))

    def test_every_formula_on_the_same_calls(self):
        for formula in FORMULAS:
            with self.subTest(formula):
                self.env["ops.kpi.contract"].search(
                    [("project_id", "=", self.client.id)]
                ).active = False
                self._contract(self.client, formula=formula)
                self.interval.invalidate_recordset()
                part, whole = HAND[formula]
                self.assertEqual((self.interval.sl_num, self.interval.sl_den), (part, whole))
                self.assertAlmostEqual(self.interval.service_level, part / whole)
                self.assertIn(FORMULAS[formula], self.interval.formula_text)
                day = self.env["ops.project.day"].search(
                    [("project_id", "=", self.client.id), ("day", "=", DAY)]
                )
                self.assertAlmostEqual(day.service_level, part / whole)
                self.assertEqual(day.target, 0.8)

    def test_threshold_and_short_limit_count(self):
        self.contract.active = False
        self._contract(self.client, threshold_s=25, short_s=15)
        self.interval.invalidate_recordset()
        self.assertEqual(self.interval.answered_in_t, 3)
        self.assertEqual(self.interval.abandoned_short, 2)
        self.assertEqual(self.interval.sl_num, 5)

    def test_groups_divide_after_adding_up(self):
        both = self.env["ops.call.interval"].search([("source_id", "=", self.source.id)])
        groups = self.env["ops.call.interval"]._read_group(
            [("id", "in", both.ids)], [], ["service_level:avg", "asa_s:avg"]
        )
        level, asa = groups[0]
        self.assertAlmostEqual(level, sum(both.mapped("sl_num")) / sum(both.mapped("sl_den")))
        self.assertAlmostEqual(asa, (50 + 4) / 4)

    def test_blank_when_nothing_to_divide_by(self):
        self._feed(
            left("9.1", "care", at(14), 60, event="EXITEMPTY"),
            "later",
        )
        empty = self.env["ops.call.interval"].search(
            [("queue_id", "=", self.care.id), ("answered", "=", 0)]
        )
        self.assertEqual(empty.offered, 1)
        self.assertIs(empty.service_level, False)
        self.assertIs(empty.read(["asa_s"])[0]["asa_s"], False)

    def test_versions_do_not_overlap(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(ExclusionViolation):
            self._contract(self.client, date_from="2026-06-01")

    def test_versions_of_two_projects_may_overlap(self):
        self.assertTrue(self._contract(self.stranger))

    def test_used_version_is_fixed(self):
        self.assertTrue(self.contract.is_used)
        for vals in ({"formula": "F2"}, {"threshold_s": 30}, {"target": 0.5}, {"short_s": 9}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.contract.write(vals)
        with self.assertRaises(UserError):
            self.contract.unlink()

    def test_unused_version_may_change(self):
        fresh = self._contract(self.stranger, date_from="2027-01-01")
        fresh.threshold_s = 30
        self.assertEqual(fresh.threshold_s, 30)

    def test_new_version_ends_the_one_before(self):
        action = self.contract.with_user(self.users["om"]).action_new_version()
        contract = (
            self._as("om", "ops.kpi.contract")
            .with_context(**action["context"])
            .create({"date_from": "2026-11-02", "threshold_s": 30})
        )
        self.assertEqual(contract.version, 2)
        self.assertEqual(contract.formula, "F1")
        self.assertEqual(str(self.contract.date_to), "2026-11-01")
        self.interval.invalidate_recordset()
        self.assertEqual(self.interval.kpi_contract_id, contract)
        self.assertEqual(self.interval.answered_in_t, 3)

    def test_new_version_starts_after_the_one_before(self):
        with self.assertRaises(UserError):
            self._contract(self.client, date_from="2026-01-01", previous_id=self.contract.id)

    def test_only_om_and_pm_agree_contracts(self):
        vals = {"project_id": self.stranger.id, "date_from": "2028-01-01"}
        for code in ("sv", "cs", "qa", "gm"):
            with self.subTest(code), self.assertRaises(AccessError):
                self._as(code, "ops.kpi.contract").create(vals)
        with self.assertRaises(AccessError):  # another department's client
            self._as("pm", "ops.kpi.contract").create(vals)
        vals.update(project_id=self.client.id)
        self.contract.date_to = "2027-12-31"
        self.assertTrue(self._as("pm", "ops.kpi.contract").create(vals))
