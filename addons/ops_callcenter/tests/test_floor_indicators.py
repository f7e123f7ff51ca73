from datetime import date

from odoo.tests import tagged

from .common_floor import HAND, FloorCase


@tagged("post_install", "-at_install")
class TestFloorIndicators(FloorCase):
    """The floor's figures by the one engine, against the day worked out by hand."""

    def _november(self, code, scope, record):
        indicator = self.env.ref(f"ops_callcenter.indicator_{code}")
        return indicator._values(date(2026, 11, 1), date(2026, 11, 30), scope, record.ids)[
            record.id
        ]

    def test_service_level_by_the_contract(self):
        upper, lower = HAND["F1"]
        self.assertAlmostEqual(
            self._november("service_level", "department", self.project), upper / lower
        )

    def test_ratios_of_the_queue_are_sums_over_sums(self):
        # Waits 5, 25 and 20 s; one of three abandoned is short.
        self.assertAlmostEqual(self._november("asa", "department", self.project), 50 / 3)
        self.assertAlmostEqual(
            self._november("abandon_rate", "department", self.project),
            self.interval.abandon_num / self.interval.abandon_den,
        )

    def test_figures_of_a_person(self):
        agent = self.people["cs"]
        day = self.env["ops.agent.day"].search([("employee_id", "=", agent.id)])
        self.assertEqual(self._november("answered", "employee", agent), 3)
        self.assertAlmostEqual(self._november("aht", "employee", agent), day.aht_s)
        self.assertAlmostEqual(self._november("occupancy", "employee", agent), day.occupancy)
        self.assertAlmostEqual(
            self._november("calls_per_hour", "employee", agent), 3 * 3600 / day.login_s
        )
        self.assertIsNone(self._november("aht", "employee", self.people["qa"]))
