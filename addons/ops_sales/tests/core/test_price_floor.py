"""Properties of the floor: what the arithmetic must keep, whatever the order."""

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ops_sales.core.price_floor import Line, below

PRICES = st.integers(1, 10**7).map(lambda fen: fen / 100)
PERCENTS = st.integers(0, 10000).map(lambda hundredths: hundredths / 100)


@given(PRICES, PERCENTS)
def test_the_full_allowance_is_at_the_floor(price, percent):
    """Who gives exactly what he may give is never held, however the cents round."""
    assert not below([Line("a", 1, price, percent, price, percent)])


@given(PRICES, PERCENTS, st.integers(1, 50))
def test_a_rebate_can_only_lower(price, percent, pieces):
    goods = Line("a", pieces, price, percent, price, 100)
    judged = goods._replace(allowed=percent)
    rebate = Line("r", 1, -price, 0, 0, None)
    alone, together = below([judged]), below([judged, rebate])
    assert not alone and (not together or together[0].net < together[0].floor)


def test_no_floor_no_hold():
    assert not below([Line("a", 1, 0, 0, 100, None), Line("b", 0, 0, 0, 100, 0)])
