"""Properties of what was sent against what arrived."""

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ops_branch.core.goods_way import AGES, age_class, compare

GOODS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 99))


@given(GOODS, GOODS)
def test_nothing_is_lost_or_invented(sent, arrived):
    accepted, missing, surplus = compare(sent, arrived)
    for key in {*sent, *arrived}:
        taken = accepted.get(key, 0)
        assert taken + missing.get(key, 0) == sent.get(key, 0)
        assert taken + surplus.get(key, 0) == arrived.get(key, 0)
        assert not (missing.get(key) and surplus.get(key))


@given(st.integers(0, 400))
def test_every_age_has_one_class(days):
    assert age_class(days) in AGES
    assert age_class(days) <= days
