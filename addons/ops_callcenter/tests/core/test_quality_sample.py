"""The draw: the same for a seed, fair over seeds, within quotas."""

from collections import Counter
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from odoo.addons.ops_callcenter.core.quality_sample import Candidate, draw

candidates = st.lists(
    st.builds(
        Candidate,
        call=st.integers(0, 500),
        agent=st.integers(1, 4),
        stratum=st.sampled_from((None, 0, 1)),
    ),
    unique_by=lambda one: one.call,
    max_size=60,
)
quotas = st.dictionaries(st.integers(1, 4), st.integers(0, 6))
SEEDS = range(4000)


class TestDraw(TestCase):
    @given(candidates, st.integers(0, 2**31), quotas)
    def test_quotas_are_filled_and_never_exceeded(self, calls, seed, quota):
        found = set(draw(calls, seed, quota, {0: 2}))
        for agent in range(1, 5):
            mine = [one for one in calls if one.agent == agent]
            drawn = [one for one in mine if one.call in found]
            wanted = min(quota.get(agent, 0), len(mine))
            self.assertEqual(len(drawn), wanted)
            rare = sum(one.stratum == 0 for one in mine)
            self.assertGreaterEqual(sum(one.stratum == 0 for one in drawn), min(rare, wanted, 2))

    @given(candidates, st.integers(0, 2**31), quotas, st.randoms())
    def test_the_order_of_the_calls_does_not_matter(self, calls, seed, quota, chance):
        mixed = list(calls)
        chance.shuffle(mixed)
        self.assertEqual(draw(calls, seed, quota, {1: 1}), draw(mixed, seed, quota, {1: 1}))

    def test_every_call_is_as_likely(self):
        # 5 of 25 calls are drawn for each seed. Counts of single calls of draws without
        # replacement vary less than chi-square assumes, by (25 - 5) / (25 - 1).
        calls = [Candidate(call, 1) for call in range(100, 125)]
        counts = Counter(call for seed in SEEDS for call in draw(calls, seed, {1: 5}, {}))
        statistic = chisquare([counts[one.call] for one in calls]).statistic * 24 / 20
        self.assertLess(statistic, 51.18)  # 99.9 % of chi-square with 24 degrees of freedom
        self.assertGreater(statistic, 8.08)  # 0.1 %: too even would be no chance either

    def test_every_call_of_a_stratum_is_as_likely(self):
        calls = [Candidate(call, 1, 0 if call < 10 else None) for call in range(40)]
        counts = Counter(call for seed in SEEDS for call in draw(calls, seed, {1: 3}, {0: 3}))
        self.assertEqual(set(counts), set(range(10)))
        statistic = chisquare([counts[call] for call in range(10)]).statistic * 9 / 7
        self.assertLess(statistic, 27.88)  # 99.9 % with 9 degrees of freedom
