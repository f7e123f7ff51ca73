"""Figures of branches against hand counts, for one branch, above it, and beside it."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common_work import WorkCase
from .test_muster import DAY, NOW, MusterCase

MONTH = (date(2026, 11, 1), date(2026, 11, 30))


def measured(case, code, branch):
    """The figure of November at a branch, at the department above it, and at the other branch."""
    indicator = case.env.ref(f"ops_branch.indicator_{code}")
    places = branch.department_id | branch.department_id.parent_id | case.far.department_id
    values = indicator._values(*MONTH, "department", places.ids)
    return [values[place.id] for place in places]


@tagged("post_install", "-at_install")
class TestWorkIndicators(WorkCase):
    @freeze_time("2026-11-25 02:00:00")
    def test_orders_accepted_and_how_many_with_full_proof(self):
        for number in (0, 1):
            order = self._begun()
            self._prove(order, f"T-near-{number}")
            order.action_finish()
            order.with_user(self.bm).action_accept()
        bare = self._begun()
        bare.action_finish()
        bare.with_user(self.bm).accept_without_proof("The telephone broke")
        self._begun()
        self.assertEqual(measured(self, "work_accepted", self.near), [3, 3, 0])
        here, above, beside = measured(self, "work_proven", self.near)
        self.assertAlmostEqual(here, 2 / 3)
        self.assertAlmostEqual(above, 2 / 3)
        self.assertIsNone(beside)

    def test_market_notes_and_inspections(self):
        place = {"department_id": self.near.department_id.id}
        self.env["ops.market.note"].create(
            [
                {"name": "Dearer", "seen_on": "2026-11-05", "branch_id": self.near.id, **place},
                {"name": "Before", "seen_on": "2026-10-31", "branch_id": self.near.id, **place},
            ]
        )
        self.assertEqual(measured(self, "market_notes", self.near), [1, 1, 0])
        visits = self.env["ops.inspection"].sudo()
        form = self.env["ops.inspection.form"].search([], limit=1)
        for score in (80, 91):
            visit = visits.create({"branch_id": self.near.id, "form_id": form.id})
            visit.write({"state": "done", "visited_on": "2026-11-09", "score": score})
        self.assertEqual(measured(self, "inspection_score", self.near)[0], 85.5)


@tagged("post_install", "-at_install")
class TestAttendanceIndicator(MusterCase):
    @freeze_time(NOW)
    def test_who_came_of_those_who_had_to(self):
        self._came(self.crew["cashier"])
        self._came(self.crew["technician"], "02:00")
        self.near._muster_day(DAY)
        here, _above, beside = measured(self, "attendance", self.near)
        self.assertEqual(here, 2 / 5)
        self.assertIsNone(beside)
