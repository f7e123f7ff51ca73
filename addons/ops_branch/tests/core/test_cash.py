"""Properties and vectors of the arithmetic of a till and of its ledger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ops_branch.core import cash
from odoo.addons.ops_branch.core.cash_ledger import Day, Entry, ledger

AMOUNTS = st.lists(st.integers(-(10**9), 10**9), max_size=60)
WORDS = {"brought": "b", "day": "d", "month": "m", "difference": "o"}
#: Amounts and how they stand on papers, from the annex of the payment and settlement rules
#: (支付结算办法 附一) and by hand.
WRITTEN = {
    140950: "壹仟肆佰零玖元伍角整",
    600714: "陆仟零柒元壹角肆分",
    1070000: "壹万零柒佰元整",
    10700000: "壹拾万零柒仟元整",
    1640902: "壹万陆仟肆佰零玖元零贰分",
    32504: "叁佰贰拾伍元零肆分",
    168032: "壹仟陆佰捌拾元叁角贰分",
    100000000: "壹佰万元整",
    10000000000: "壹亿元整",
    10000000100: "壹亿零壹元整",
    1000100000000: "壹佰亿零壹佰万元整",
    1000: "壹拾元整",
    110: "壹元壹角整",
    1: "壹分",
    10: "壹角整",
    -250: "负贰元伍角整",
}


@pytest.mark.parametrize(("fen", "text"), WRITTEN.items())
def test_capitals(fen, text):
    assert cash.capitals(fen) == text


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_capitals_read_back(fen):
    """Nothing of an amount is lost in its capitals: an independent reader gets it back."""
    assert read_back(cash.capitals(fen)) == fen


def test_capitals_have_an_end():
    with pytest.raises(ValueError):
        cash.capitals(10**18)


def read_back(text):
    sign = -1 if text.startswith("负") else 1
    total = part = digit = 0
    for letter in text.removeprefix("负").replace("万亿", "兆"):
        if letter in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(letter)
        elif letter in "拾佰仟":
            part += digit * 10 ** ("拾佰仟".index(letter) + 1)
            digit = 0
        elif letter in "万亿兆元":
            power = {"万": 4, "亿": 8, "兆": 12, "元": 0}[letter]
            total += (part + digit) * 10**power * 100
            part = digit = 0
        elif letter in "角分":
            total += digit * (10 if letter == "角" else 1)
            digit = 0
    return sign * total


@given(st.integers(-(10**9), 10**9), AMOUNTS)
def test_running_balance_ends_at_the_closing(opening, amounts):
    balances = cash.running(opening, amounts)
    assert len(balances) == len(amounts)
    assert [opening, *balances][-1] == cash.closing(opening, amounts)
    steps = zip([opening, *balances], balances, strict=False)
    assert [after - before for before, after in steps] == amounts


@given(st.integers(0, 10**6), AMOUNTS)
def test_opposite_entries_undo(opening, amounts):
    """A correction by opposite entries brings back the balance there was."""
    opposite = [-amount for amount in amounts]
    assert cash.closing(cash.closing(opening, amounts), opposite) == opening


@given(st.integers(0, 10**6), AMOUNTS)
def test_first_below_zero(opening, amounts):
    place = cash.first_below_zero(opening, amounts)
    balances = cash.running(opening, amounts)
    if place is None:
        assert all(balance >= 0 for balance in balances)
    else:
        assert balances[place] < 0
        assert all(balance >= 0 for balance in balances[:place])


@given(st.integers(0, 10**6), st.lists(AMOUNTS, min_size=1, max_size=8), st.data())
def test_days_chain(opening, days, data):
    """Days that open with the last closing chain; one fen more anywhere is found at its day."""
    chain, balance = [], opening
    for amounts in days:
        chain.append((balance, cash.closing(balance, amounts)))
        balance = chain[-1][1]
    assert cash.break_in_chain(chain) is None
    place = data.draw(st.integers(0, len(chain) - 1))
    first, last = chain[place]
    chain[place] = (first + 1, last)
    assert cash.break_in_chain(chain) == (place or None)


@given(st.dictionaries(st.sampled_from(cash.DENOMINATIONS), st.integers(0, 10**4)))
def test_counted(pieces):
    total = cash.counted(pieces)
    assert total == sum(value * number for value, number in pieces.items())
    assert cash.counted({**pieces, 1: pieces.get(1, 0) + 1}) == total + 1


@pytest.mark.parametrize("pieces", [{3: 1}, {100: -1}])
def test_cannot_be_counted(pieces):
    with pytest.raises(ValueError):
        cash.counted(pieces)


@given(st.integers(-(10**13), 10**13))
def test_fen_of_floats(fen):
    """A two-digit float of any till comes back as the same number of fen."""
    assert cash.to_fen(fen / 100) == fen


@st.composite
def months(draw):
    """Days of a month that chain, with entries and differences."""
    balance, days = draw(st.integers(0, 10**6)), []
    for number in range(draw(st.integers(0, 6))):
        amounts = draw(st.lists(st.integers(-(10**5), 10**5).filter(bool), max_size=5))
        entries = tuple(Entry(place, "e", "k", "", fen) for place, fen in enumerate(amounts, 1))
        days.append(Day(f"2026-11-{number + 1:02}", balance, entries, draw(st.integers(-9, 9))))
        balance = days[-1].closing
    return days


@given(months())
def test_ledger_adds_up(days):
    rows = ledger(days, WORDS, brought=500)
    first, last = rows[0], rows[-1]
    opening = days[0].opening if days else 500
    assert cash.to_fen(first["balance"]) == opening
    change = cash.to_fen(last["income"] or 0) - cash.to_fen(last["outlay"] or 0)
    assert cash.to_fen(last["balance"]) == opening + change
    lines = [row for row in rows if not row.get("_total")]
    assert len(lines) == sum(len(day.entries) + bool(day.difference) for day in days)
    assert last["words"] == cash.capitals(cash.to_fen(last["balance"]))


def test_ledger_names_the_day_that_does_not_chain():
    days = [Day("2026-11-01", 0, ()), Day("2026-11-02", 5, ())]
    with pytest.raises(ValueError, match="2026-11-02"):
        ledger(days, WORDS)
