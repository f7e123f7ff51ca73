"""The bill of a settlement: few lines, right to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ops_telematics.core.settlement_posting import (
    CLAIM,
    COST,
    RETURN,
    Share,
    by_branch,
    plan_accrual,
    plan_bill,
)

D = Decimal
MILLS = st.integers(0, 10**7).map(lambda mills: D(mills) / 1000)
CHARGES = st.sampled_from(["plan", "overage", "reservation", "pool", "other"])


@st.composite
def shares(draw):
    """Sums by charge and branch, with amounts below the cent."""
    billed = draw(MILLS)
    return Share(draw(CHARGES), draw(st.integers(1, 60)), billed, min(draw(MILLS), billed))


def test_by_hand():
    """32.14 = 16.28 + 1.80 approved + 14.06 claimed; 2.00 are owed besides."""
    bill = plan_bill(
        [
            Share("plan", "周口", D("4.00"), D("2.00"), D("0")),
            Share("overage", "周口", D("1.80"), D("0")),
            Share("plan", "郑州", D("26.34"), D("12.06"), D("2.00")),
        ]
    )
    assert [(one.kind, one.charge, one.branch, str(one.amount)) for one in bill] == [
        (COST, "overage", "周口", "1.80"),
        (COST, "plan", "周口", "2.00"),
        (COST, "plan", "郑州", "14.28"),
        (CLAIM, "", None, "14.06"),
    ]
    assert by_branch(bill) == {"周口": D("3.80"), "郑州": D("14.28")}


def test_a_credit_of_the_operator_gives_back_what_was_claimed():
    bill = plan_bill([Share("plan", 1, D(10), D(0)), Share("credit", 1, D(-3), D(0))])
    assert [(one.kind, one.amount) for one in bill] == [(COST, 10), (RETURN, -3)]


@given(st.lists(shares(), max_size=80))
def test_the_bill_is_the_total_to_the_cent(sums):
    bill = plan_bill(sums)
    billed = sum((one.billed for one in sums), D(0))
    assert sum(one.amount for one in bill) == billed.quantize(D("0.01"), "ROUND_HALF_UP")
    assert len(bill) < 200
    for branch, amount in by_branch(bill).items():
        exact = sum(one.billed - one.dispute for one in sums if one.branch == branch)
        assert abs(amount - exact) <= D("0.01") * 5
    assert bill == plan_bill(sums[::-1])


def test_too_many_lines_become_one_for_each_branch():
    sums = [Share(charge, no, D(1), D(0)) for no in range(60) for charge in "abcd"]
    bill = plan_bill(sums)
    assert (len(bill), {one.amount for one in bill}) == (60, {4})
    with pytest.raises(ValueError, match="300 branches"):
        plan_bill([Share("plan", no, D(1), D(0)) for no in range(300)])


def test_accrual():
    items = plan_accrual([Share("plan", 1, D(5), D(0), D(2)), Share("plan", 2, D(5), D(0))])
    assert [(one.branch, one.amount) for one in items] == [(1, 2)]
