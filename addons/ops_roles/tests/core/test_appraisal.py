"""Points, totals and grades: hand-worked values and properties that hold for all numbers."""

from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ops_roles.core.appraisal import (
    attained_points,
    grade_of,
    valid_score,
    weighted_total,
    weights_complete,
)

ratios = st.floats(0, 10, allow_nan=False)
scores = st.floats(0, 100, allow_nan=False).map(lambda one: round(one, 2))
BANDS = [(90, "A", 1.2), (80, "B", 1.0), (60, "C", 0.8), (0, "D", 0.5)]


class TestAppraisal(TestCase):
    def test_a_sheet_worked_by_hand(self):
        # 40 % × 92 + 35 % × 104.5 + 25 % × 0 = 36.8 + 36.575 + 0 = 73.375
        self.assertEqual(weighted_total([(40, 92), (35, 104.5), (25, 0)]), 73.38)
        self.assertEqual(grade_of(73.38, BANDS), ("C", 0.8))

    def test_rounding_is_half_up_in_decimal(self):
        self.assertEqual(attained_points(1.00005, 0, 2), 100.01)
        self.assertEqual(weighted_total([(50, 0.01), (50, 0)]), 0.01)

    def test_weights(self):
        self.assertTrue(weights_complete([0.1] * 1000))
        self.assertFalse(weights_complete([]))
        self.assertFalse(weights_complete([100, 0.01]))

    @given(ratios, ratios, st.floats(0, 1), st.floats(1.01, 3))
    def test_better_never_scores_less_and_stays_within(self, one, other, floor, cap):
        low, high = sorted((one, other))
        worse, better = (attained_points(reached, floor, cap) for reached in (low, high))
        self.assertLessEqual(worse, better)
        self.assertTrue(0 <= worse <= better <= round(cap * 100, 2) + 0.01)

    @given(st.lists(st.tuples(st.integers(1, 100), scores), min_size=1, max_size=12))
    def test_a_total_lies_between_its_scores(self, rows):
        size = sum(weight for weight, _score in rows)
        shares = [(weight * 100 / size, score) for weight, score in rows]
        found = [score for _weight, score in rows]
        total = weighted_total(shares)
        self.assertTrue(min(found) - 0.01 <= total <= max(found) + 0.01)

    @given(scores, scores)
    def test_a_higher_total_never_has_a_lower_coefficient(self, one, other):
        low, high = sorted((one, other))
        self.assertLessEqual(grade_of(low, BANDS)[1], grade_of(high, BANDS)[1])

    @given(one=st.none() | scores, two=st.none() | scores, three=st.none() | scores)
    def test_the_decision_goes_before_the_figure_before_the_superior(self, *, one, two, three):
        kept = (one, two, three)
        known = [score for score in kept if score is not None]
        self.assertEqual(valid_score(*kept), known[0] if known else None)
