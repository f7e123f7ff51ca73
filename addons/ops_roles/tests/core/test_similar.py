"""Likeness of titles: a measure between nothing and the same, whatever the text."""

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ops_roles.core.similar import likeness, similar


@given(st.text(), st.text())
def test_likeness_is_symmetric_and_bounded(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(st.text(alphabet="abc建议备用耳机", min_size=1))
def test_a_text_is_like_itself(text):
    assert likeness(text, text) == 1


@given(st.dictionaries(st.integers(), st.text()), st.text(), st.integers(0, 5))
def test_no_more_than_asked_for_most_alike_first(titles, text, most):
    found = similar(text, titles, 0.3, most)
    values = [likeness(text, titles[key]) for key in found]
    assert len(found) <= most
    assert values == sorted(values, reverse=True)
