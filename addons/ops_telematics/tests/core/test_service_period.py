"""Periods told by a calendar of one's own: dateutil."""

from datetime import date

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ops_telematics.core.service_period import after, paid_until, period

days = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@given(days, st.integers(0, 200))
def test_the_same_day_so_many_months_later(start, months):
    assert after(start, months) == start + relativedelta(months=months)


@given(days, st.integers(0, 50), st.integers(1, 24))
def test_periods_follow_each_other_without_a_gap(start, number, months):
    _first, last = period(start, number * months, months)
    first, _last = period(start, (number + 1) * months, months)
    assert (first - last).days == 1


def test_what_is_paid_ends_before_the_first_unpaid_period():
    start = date(2026, 1, 1)
    assert paid_until(start, 0, []) == date(2025, 12, 31)
    assert paid_until(start, 36, [date(2028, 1, 1), date(2027, 1, 1)]) == date(2026, 12, 31)
