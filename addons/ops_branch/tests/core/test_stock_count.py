"""Properties and vectors of the arithmetic of a stock count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ops_branch.core.stock_count import Entry, Line, scans, settle, spread

STACKS = st.lists(st.integers(0, 50), min_size=1, max_size=8)


def test_what_moves_during_the_count_is_no_difference():
    """Sold before it was counted, sold after, came in after: nothing differs."""
    frozen = {"before": 3, "after": 3}
    entries = [Entry("before", 2, 2), Entry("after", 3, 3)]
    now = {"before": 2, "after": 1, "late": 5}
    lines = settle(frozen, entries, now)
    assert [(line.key, line.difference) for line in lines] == [("before", 0), ("after", 0)]


def test_what_nobody_found_is_missing_and_what_left_meanwhile_is_not():
    lines = settle({"lost": 1, "left": 1}, [], {"lost": 1})
    assert [(line.key, line.difference) for line in lines] == [("lost", -1), ("left", 0)]


def test_found_without_a_book_is_over():
    [line] = settle({}, [Entry("x", 1, 0)], {})
    assert (line.frozen, line.difference, line.differs()) == (0, 1, True)


def test_tolerance_is_of_the_book():
    assert not Line("x", 0, 200, 204).differs(2)
    assert Line("x", 0, 200, 205).differs(2)
    assert Line("x", 0, 0, 1).differs(50)


@given(st.integers(-300, 300), STACKS)
def test_shares_sum_up_to_the_change(change, stacks):
    assert sum(spread(change, stacks)) == change


@given(STACKS, st.data())
def test_nothing_is_taken_below_zero_while_there_is_enough(stacks, data):
    change = -data.draw(st.integers(0, sum(stacks)))
    shares = spread(change, stacks)
    assert all(stack + share >= 0 for stack, share in zip(stacks, shares, strict=True))


@pytest.mark.parametrize("text", ["A x", "A -1", "A nan", "A inf"])
def test_a_line_that_cannot_be_read_is_named(text):
    with pytest.raises(ValueError, match=text):
        scans(f"B\n{text}")
