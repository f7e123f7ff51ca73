"""Scores by hand, intervals against SciPy, kappa against published tables."""

from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from odoo.addons.ops_callcenter.core.quality import (
    KINDS,
    SHARES,
    Judged,
    accuracy_parts,
    kappa,
    margin,
    score,
    wilson,
)

verdicts = st.sampled_from(sorted(SHARES))
items = st.builds(
    Judged,
    weight=st.integers(1, 100),
    verdict=verdicts,
    kind=st.sampled_from(KINDS),
    fatal=st.booleans(),
)
sheets = st.lists(items, max_size=12)
pairs = st.lists(st.tuples(verdicts, verdicts), min_size=1, max_size=40)


def _spread(table):
    """The pairs a table of agreement stands for."""
    return [pair for pair, times in table.items() for _ in range(times)]


class TestScore(TestCase):
    def test_by_hand(self):
        # Earned 20 + 5 + 0 of 20 + 10 + 30; the item of 40 was not applicable.
        sheet = [
            Judged(20, "pass", "customer"),
            Judged(10, "half"),
            Judged(30, "fail", "business"),
            Judged(40, "na", "compliance", fatal=True),
        ]
        self.assertAlmostEqual(score(sheet).raw, 25 / 60 * 100)
        self.assertEqual(score(sheet).final, score(sheet).raw)

    def test_a_fatal_failure_leaves_the_raw_score(self):
        found = score([Judged(90, "pass"), Judged(10, "fail", "compliance", fatal=True)])
        self.assertEqual((found.raw, found.final, found.fatal), (90.0, 0.0, True))

    @given(sheets)
    def test_between_nothing_and_a_hundred(self, sheet):
        found = score(sheet)
        if any(one.verdict != "na" for one in sheet):
            self.assertTrue(0 <= found.final <= found.raw <= 100)
        else:
            self.assertIsNone(found.final)

    @given(sheets, st.integers(1, 100))
    def test_what_does_not_apply_changes_nothing(self, sheet, weight):
        self.assertEqual(score([*sheet, Judged(weight, "na", fatal=True)]), score(sheet))

    @given(sheets)
    def test_accuracies_are_shares_and_of_each_kind_alone(self, sheet):
        parts = accuracy_parts(sheet)
        for kind in KINDS:
            right, counted = parts[kind]
            self.assertTrue(0 <= right <= counted)
            alone = [one for one in sheet if one.kind == kind]
            self.assertEqual(accuracy_parts(alone)[kind], parts[kind])


class TestInterval(TestCase):
    @given(st.integers(1, 400), st.data(), st.sampled_from((0.9, 0.95, 0.99)))
    def test_as_scipy_has_it(self, trials, data, confidence):
        successes = data.draw(st.integers(0, trials))
        known = binomtest(successes, trials).proportion_ci(confidence, method="wilson")
        low, high = wilson(successes, trials, confidence)
        self.assertAlmostEqual(low, known.low, 9)
        self.assertAlmostEqual(high, known.high, 9)

    @given(st.integers(0, 400), st.integers(0, 400))
    def test_margin_shrinks_with_the_sample(self, trials, more):
        population = 800
        wide, narrow = margin(trials, population), margin(trials + more, population)
        if wide is not None:
            self.assertLessEqual(narrow, wide)

    def test_no_share(self):
        self.assertRaises(ValueError, wilson, 3, 2)


class TestKappa(TestCase):
    def test_worked_tables(self):
        # Two tables with the same observed agreement of 60 % and kappas far apart, as in the
        # textbook treatment of Cohen's kappa; the last one worked by hand with three verdicts:
        # observed 7/10, expected (5*4 + 3*4 + 2*2)/100 = 0.36, kappa 0.34/0.64.
        for table, known in (
            ({("y", "y"): 45, ("y", "n"): 15, ("n", "y"): 25, ("n", "n"): 15}, 0.1304),
            ({("y", "y"): 25, ("y", "n"): 35, ("n", "y"): 5, ("n", "n"): 35}, 0.2593),
            (
                {
                    ("a", "a"): 3,
                    ("a", "b"): 2,
                    ("b", "b"): 2,
                    ("b", "a"): 1,
                    ("c", "c"): 2,
                },
                0.53125,
            ),
        ):
            with self.subTest(known=known):
                self.assertAlmostEqual(kappa(_spread(table)), known, 4)

    @given(pairs)
    def test_never_above_one_and_blind_to_the_order_of_graders(self, found):
        value = kappa(found)
        self.assertEqual(value, kappa([(other, one) for one, other in found]))
        if value is not None:
            self.assertTrue(-1 <= value <= 1)
            self.assertEqual(value == 1, all(one == other for one, other in found))
