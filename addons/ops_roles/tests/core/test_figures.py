"""Hand-worked values of periods, attainment and shares."""

from datetime import date
from unittest import TestCase

from odoo.addons.ops_roles.core.figures import attainment, combine, light, period_end, split


class TestFigures(TestCase):
    def test_periods_over_the_years(self):
        for kind, start, end in (
            ("month", date(2026, 12, 1), date(2026, 12, 31)),
            ("month", date(2028, 2, 1), date(2028, 2, 29)),
            ("quarter", date(2026, 10, 1), date(2026, 12, 31)),
            ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ):
            with self.subTest(kind=kind, start=start):
                self.assertEqual(period_end(kind, start), end)

    def test_ratio_of_sums_is_not_an_average_of_ratios(self):
        parts = [(9, 10), (10, 100)]
        upper, lower = (sum(column) for column in zip(*parts, strict=True))
        self.assertAlmostEqual(combine("ratio", upper, lower), 19 / 110)

    def test_nothing_to_divide_by_is_blank(self):
        self.assertIsNone(combine("ratio", 0, 0))
        self.assertEqual(combine("ratio", 0, 5), 0)

    def test_lower_is_better(self):
        self.assertAlmostEqual(attainment(30, 24, "lower"), 0.8)
        self.assertAlmostEqual(attainment(20, 24, "lower"), 1.2)
        self.assertEqual(light(attainment(24, 24, "lower"), 0.1), "green")

    def test_parts_add_up_to_the_last_digit(self):
        for total, weights, decimals in (
            (100, [13, 12, 14, 13], 0),
            (0.1, [1, 1, 1], 2),
            (7, [0, 0, 5], 0),
            (123456.78, [1] * 7, 2),
        ):
            with self.subTest(total=total):
                self.assertEqual(round(sum(split(total, weights, decimals)), decimals), total)

    def test_without_weights_the_parts_are_equal(self):
        self.assertEqual(split(9, [0, 0, 0], 0), [3, 3, 3])
        self.assertEqual(split(9, [], 0), [])
