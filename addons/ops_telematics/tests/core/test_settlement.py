"""The worked case of the issue, cases worked by hand, and what holds for every bill."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.ops_telematics.core.card_ids import card_number
from odoo.addons.ops_telematics.core.settlement import (
    STATUSES,
    Card,
    Line,
    Rules,
    Totals,
    settle,
    settled,
    survey,
)
from odoo.addons.ops_telematics.core.settlement_charge import Book, Month, Tariff
from odoo.addons.ops_telematics.tests.core import settlement_case as case

D = Decimal
MONTH = Month(2026, 10)
TEL30 = Tariff("TEL-30M", D("2.00"), D(30), D("0.10"))
DAILY = Tariff("TEL-100M", D("4.00"), D(100), D("0.10"), D("1.00"), "daily")
POOL = Tariff("POOL-10M", D("1.20"), D(10), D("0.05"), pool="POOLA")
ACTIVE = (("active", date(2025, 1, 10), None),)


def judge(*cards, tariffs=(TEL30, DAILY, POOL), **rules):
    """Results and totals of some cards."""
    book = Book(MONTH, tariffs)
    cards = sorted(cards)
    rules = Rules(book, pools=survey(cards, book), **rules)
    return settled(lambda: iter(cards), rules)


def card(number, *lines, plan="TEL-30M", states=ACTIVE, usage="1", **values):
    """A card of the register; lines are ``(number, charge, amount)`` and more of a line."""
    return Card(
        f"89860326410000{number:05d}",
        states,
        ((plan, None, None),),
        None if usage is None else D(usage),
        tuple(Line(no, charge, D(amount), *rest) for no, charge, amount, *rest in lines),
        **values,
    )


def told(results):
    """``(line, status, expected, dispute)`` as texts."""
    return [
        (one.line_no, one.status, f"{one.expected:.2f}", f"{one.dispute:.2f}") for one in results
    ]


# ------------------------------------------------------------------ the worked case


def test_worked_case():
    """32.14 billed = 18.08 approved + 14.06 disputed, line by line and branch by branch."""
    answer = case.expected()
    results, totals = judge(*case.cards(), tariffs=case.tariffs())
    by_line = {one.line_no: one for one in results if one.line_no}
    for line in answer["lines"]:
        found = by_line.pop(line["line"])
        said = (found.status, str(found.expected.quantize(D("0.01"))), found.dispute)
        assert said == (line["status"], line["expected"], D(line.get("dispute", 0))), line
        assert line.get("flag", "overage" if "overage" in found.flags else "") in (*found.flags, "")
    assert not by_line
    due = [(one.iccid, one.status, f"{one.expected}") for one in results if not one.line_no]
    assert due == [tuple(one.values()) for one in answer["unbilled"]]
    found = (f"{totals.billed}", f"{totals.approved}", f"{totals.dispute}")
    assert found == (answer["total_billed"], answer["approved_total"], answer["dispute_total"])
    branches = defaultdict(D)
    for one in results:
        branches[one.ref] += one.approved
    assert {k: str(v) for k, v in branches.items() if v} == answer["by_branch_approved"]
    assert [one.line_no for one in results if "usage_on_suspended" in one.flags] == [5]


# ------------------------------------------------------------------ worked by hand


def test_replaced_in_the_middle_of_a_month():
    """The card is replaced on 12 October; a plan by the month is owed once, for the new card."""
    old = (
        ("active", date(2025, 1, 1), date(2026, 10, 12)),
        ("cancelled", date(2026, 10, 12), None),
    )
    new = (("active", date(2026, 10, 12), None),)
    both, _totals = judge(
        card(1, (1, "plan", "2.00"), states=old, swap="old", partner_billed=True),
        card(2, (2, "plan", "2.00"), states=new, swap="new", partner_billed=True),
    )
    assert told(both) == [
        (1, "replaced_both_billed", "0.00", "2.00"),
        (2, "matched", "2.00", "0.00"),
    ]
    only_old, _totals = judge(
        card(1, (1, "plan", "2.00"), states=old, swap="old"),
        card(2, states=new, swap="new", partner_billed=True),
    )
    assert told(only_old) == [(1, "matched", "2.00", "0.00")]
    neither, _totals = judge(card(1, states=old, swap="old"), card(2, states=new, swap="new"))
    assert told(neither) == [(0, "active_not_billed", "2.00", "0.00")]


def test_replaced_with_a_plan_by_the_day():
    """4.00 × 11/31 = 1.419 → 1.42 and 4.00 × 20/31 = 2.581 → 2.58; 4.00 each is wrong."""
    old = (
        ("active", date(2025, 1, 1), date(2026, 10, 12)),
        ("cancelled", date(2026, 10, 12), None),
    )
    new = (("active", date(2026, 10, 12), None),)
    pair = {"plan": "TEL-100M", "partner_billed": True}
    right, _totals = judge(
        card(1, (1, "plan", "1.42"), states=old, swap="old", **pair),
        card(2, (2, "plan", "2.58"), states=new, swap="new", **pair),
    )
    assert told(right) == [(1, "matched", "1.42", "0.00"), (2, "matched", "2.58", "0.00")]
    wrong, _totals = judge(
        card(1, (1, "plan", "4.00"), states=old, swap="old", **pair),
        card(2, (2, "plan", "4.00"), states=new, swap="new", **pair),
    )
    assert told(wrong) == [
        (1, "proration_error", "1.42", "2.58"),
        (2, "proration_error", "2.58", "1.42"),
    ]


def test_pool_overage_is_shared_to_the_cent():
    """3 × 10 MB, used 5 + 17 + 14 = 36: 6 MB × 0.05 = 0.30, by 7 : 4 → 0.19 and 0.11."""
    results, totals = judge(
        card(1, (1, "plan", "1.20"), plan="POOL-10M", usage="5"),
        card(2, (2, "plan", "1.20"), (3, "overage", "0.19"), plan="POOL-10M", usage="17"),
        card(3, (4, "plan", "1.20"), (5, "overage", "0.20"), plan="POOL-10M", usage="14"),
    )
    by_line = {one.line_no: one for one in results}
    assert told([by_line[3], by_line[5]]) == [
        (3, "matched", "0.19", "0.00"),
        (5, "overage_wrong", "0.11", "0.09"),
    ]
    assert totals.approved == D("3.90")


def test_pool_overage_billed_as_one_line():
    """The bill names the pool itself: 0.30 is right, 0.50 is 0.20 too much; no card owes a part."""
    for amount, status, dispute in (("0.30", "matched", "0.00"), ("0.50", "pool_overage", "0.20")):
        results, _totals = judge(
            card(1, (1, "plan", "1.20"), plan="POOL-10M", usage="20"),
            card(2, (2, "plan", "1.20"), plan="POOL-10M", usage="6"),
            Card("POOLA", lines=(Line(3, "pool", D(amount)),), known=False),
        )
        assert told(results)[2:] == [(3, status, "0.30", dispute)]
        assert "pool_overage" in results[2].flags


def test_pool_overage_due_from_a_pool_that_was_not_billed():
    """20 + 6 − 20 = 6 MB × 0.05 = 0.30, all of it by the card that used more than its 10 MB."""
    results, totals = judge(
        card(1, (1, "plan", "1.20"), plan="POOL-10M", usage="20"),
        card(2, (2, "plan", "1.20"), plan="POOL-10M", usage="6"),
    )
    assert (0, "active_not_billed", "0.30", "0.00") in told(results)
    assert totals.unbilled == D("0.30")


def test_forced_activation():
    """Silent since 16 April, six months: active from 16 October, 16 of 31 days of 4.00 = 2.06."""
    silent = (("silent", date(2026, 4, 16), None),)
    line = card(1, (1, "plan", "2.06"), plan="TEL-100M", states=silent)
    [forced], _totals = judge(line, tariffs=[replace(DAILY, silent_months=6)])
    assert told([forced]) == [(1, "matched", "2.06", "0.00")]
    assert "forced_activation" in forced.flags
    [still], _totals = judge(line, tariffs=[replace(DAILY, silent_months=7)])
    assert told([still]) == [(1, "billed_in_silent_period", "0.00", "2.06")]


def test_tax():
    """6 % of 2.12 gross is 0.12. With 9 % it is 2.18 gross, net 2.00: 0.06 too much tax."""
    plan = Tariff("TEL-30M", D("2.12"), D(30))
    bill = (
        card(1, (1, "plan", "2.12", "", D("0.12"))),
        card(2, (2, "plan", "2.18", "", D("0.18"))),
        card(3, (3, "plan", "2.12", "", D("0.18"))),
        card(4, (4, "plan", "4.24", "", D("0.24"))),
    )
    results, _totals = judge(*bill, tariffs=[plan], tax_rate=D("0.06"))
    assert told(results) == [
        (1, "matched", "2.12", "0.00"),
        (2, "tax_mismatch", "2.12", "0.06"),
        (3, "tax_mismatch", "2.12", "0.00"),
        (4, "plan_mismatch", "2.12", "2.12"),
    ]


def test_credit_note_next_month():
    """2.00 of September were disputed: 1.50 come back; 3.00 of another card nobody asked for."""
    results, totals = judge(
        card(1, (1, "plan", "2.00"), (2, "credit", "-1.50"), open_dispute=D("2.00")),
        card(2, (3, "plan", "2.00"), (4, "credit", "-3.00")),
        Card(
            "898603264100009999",
            lines=(Line(5, "credit", D("-2")),),
            known=False,
            open_dispute=D(2),
        ),
    )
    flags = {one.line_no: one.flags for one in results}
    assert {one.status for one in results} == {"matched"}
    assert (flags[2], flags[4], flags[5]) == (("credit",), ("credit_unasked",), ("credit",))
    assert (totals.billed, totals.dispute) == (D("-2.50"), 0)
    assert {one.line_no: one.charge for one in results}[4] == "other"


def test_a_credit_by_the_name_of_the_charge():
    """−2.00 of last month's dispute is no reversal of this month's 2.00, though it looks alike."""
    lines = ((1, "plan", "2.00"), (2, "plan", "-2.00"))
    results, _totals = judge(card(1, *lines, open_dispute=D("2.00")))
    assert [(one.line_no, one.charge, one.flags) for one in results] == [
        (2, "credit", ("credit",)),
        (1, "plan", ()),
    ]


def test_taken_back_in_the_same_bill():
    """2.00, 2.00 and −2.00 again: one fee is left and it is right."""
    lines = ((1, "plan", "2.00"), (2, "plan", "2.00"), (3, "plan", "-2.00"))
    results, totals = judge(card(1, *lines))
    assert {one.status for one in results} == {"matched"}
    assert [one.line_no for one in results if "reversed" in one.flags] == [2, 3]
    assert (totals.billed, totals.dispute) == (D("2.00"), 0)


def test_numbers_of_13_digits_and_of_20_characters():
    """A 13-digit number is no ICCID; 19 digits are filled with F; a 20-digit one is whole."""
    assert card_number("1410000000001") == ("", "1410000000001")
    assert card_number("+86 141 0000 0000 01") == ("", "1410000000001")
    assert card_number("8986 0326 4100 0000 001f") == ("8986032641000000001", "")
    assert card_number("8986 0326 4100 0000 00A1") == ("898603264100000000A1", "")
    assert card_number("89860326410000000017") == ("89860326410000000017", "")
    assert card_number("8986032641000000001") != card_number("89860326410000000017")


def test_paid_in_parts():
    """1.00 + 1.00 is what is due; a third 1.00 is billed twice, 1.50 in its place 0.50 too much."""
    parts = ((1, "plan", "1.00"), (2, "plan", "1.00"))
    results, _totals = judge(card(1, *parts), card(2, *parts, (3, "plan", "1.00")))
    assert told(results) == [
        *[(1, "matched", "1.00", "0.00"), (2, "matched", "1.00", "0.00")] * 2,
        (3, "double_billed", "0.00", "1.00"),
    ]
    results, _totals = judge(card(1, (1, "plan", "1.00"), (2, "plan", "1.50")))
    assert told(results)[1] == (2, "plan_mismatch", "1.00", "0.50")


def test_the_right_one_of_two_is_the_one_that_fits():
    """4.00 stands before 2.00, but 2.00 is what is due: the other one is billed twice."""
    results, _totals = judge(card(1, (1, "plan", "4.00"), (2, "plan", "2.00")))
    assert sorted(told(results)) == [
        (1, "double_billed", "0.00", "4.00"),
        (2, "matched", "2.00", "0.00"),
    ]


def test_rounding_of_another_house():
    """4.00 × 15/31 = 1.935: cut off it is 1.93, up to a tenth 2.0; a cent is let pass, 0.06 not."""
    since = (("active", date(2026, 10, 17), None),)
    bill = (
        card(1, (1, "plan", "1.95"), plan="TEL-100M", states=since),
        card(2, (2, "plan", "1.93"), plan="TEL-100M", states=since),
        card(3, (3, "plan", "2.00"), plan="TEL-100M", states=since),
    )
    results, totals = judge(*bill, tolerance_line=D("0.01"), tolerance_total=D("0.01"))
    assert told(results) == [
        (1, "matched", "1.94", "0.00"),
        (2, "matched", "1.94", "0.00"),
        (3, "proration_error", "1.94", "0.06"),
    ]
    assert totals.tolerated == D("0.01")


def test_what_is_let_pass_is_never_netted():
    """Two cards a cent too high, two a cent too low: 0.02 too high, and only 0.01 is let pass."""
    bill = [card(no, (no, "plan", "2.01")) for no in (1, 2)]
    bill += [card(no, (no, "plan", "1.99")) for no in (3, 4)]
    rules = {"tolerance_line": D("0.01"), "tolerance_total": D("0.02")}
    _results, totals = judge(*bill, **rules)
    assert (totals.dispute, totals.tolerated) == (0, D("0.02"))
    rules["tolerance_total"] = D("0.01")
    results, totals = judge(*bill, **rules)
    assert (totals.dispute, totals.tolerated) == (D("0.02"), 0)
    assert [one.status for one in results] == ["plan_mismatch"] * 4
    assert [one.flags for one in results[2:]] == [("billed_less",)] * 2


def test_usage_tolerance():
    """48 MB by us, 48.4 by the operator: 0.04 differ, half a megabyte is let pass, 0.1 not."""
    bill = card(1, (1, "plan", "2.00"), (2, "overage", "1.84"), usage="48")
    for usage, status in (("0.5", "matched"), ("0.1", "overage_wrong")):
        results, _totals = judge(bill, tolerance_usage=D(usage))
        assert {one.line_no: one.status for one in results}[2] == status


def test_reservation_fee():
    """1.00 a month while stopped, billed by its own name or as the plan; by the day its days."""
    stopped = (("active", None, date(2026, 10, 1)), ("stopped", date(2026, 10, 1), None))
    half = (("active", None, date(2026, 10, 16)), ("stopped", date(2026, 10, 16), None))
    results, _totals = judge(
        card(1, (1, "reservation", "1.00"), plan="TEL-100M", states=stopped, usage="0"),
        card(2, (2, "plan", "1.00"), plan="TEL-100M", states=stopped, usage="0"),
        card(3, (3, "plan", "4.00"), plan="TEL-100M", states=stopped, usage="0"),
        # 4.00 × 15/31 = 1.935 → 1.94, 1.00 × 16/31 = 0.516 → 0.52
        card(4, (4, "plan", "2.46"), plan="TEL-100M", states=half, usage="0"),
    )
    assert told(results) == [
        (1, "matched", "1.00", "0.00"),
        (2, "matched", "1.00", "0.00"),
        (3, "billed_while_suspended", "1.00", "3.00"),
        (4, "matched", "2.46", "0.00"),
    ]


def test_data_on_a_day_it_was_stopped():
    """Stopped from the 16th, data on the 20th: somebody else may hold a copy of the card."""
    half = (("active", None, date(2026, 10, 16)), ("stopped", date(2026, 10, 16), None))
    days = ((date(2026, 10, 3), D(5)), (date(2026, 10, 20), D(3)))
    for used, ghost in ((days, True), (days[:1], False)):
        [result], _totals = judge(
            card(1, (1, "plan", "2.00"), states=half, usage="8", usage_days=used)
        )
        assert ("usage_on_suspended" in result.flags) is ghost
    [result], _totals = judge(card(2, states=(("stopped", None, None),), usage="3"))
    assert told([result]) == [(0, "usage_on_suspended", "0.00", "0.00")]


def test_plan_and_tariff_change_in_the_month():
    """By the day each has its days: 4.00 × 10/31 = 1.29, 6.20 × 21/31 = 4.20; by the month the
    last one counts."""
    dearer = Tariff(
        "TEL-100M", D("6.20"), D(100), D("0.10"), proration="daily", date_from=date(2026, 10, 11)
    )
    cheaper = Tariff("TEL-100M", D("4.00"), D(100), D("0.10"), proration="daily")
    [result], _totals = judge(
        card(1, (1, "plan", "5.49"), plan="TEL-100M"), tariffs=[cheaper, dearer]
    )
    assert told([result]) == [(1, "matched", "5.49", "0.00")]
    change = (("TEL-30M", None, date(2026, 10, 21)), ("TEL-60M", date(2026, 10, 21), None))
    big = Tariff("TEL-60M", D("3.00"), D(60), D("0.10"))
    [result], _totals = judge(
        card(1, (1, "plan", "3.00", "TEL-30M"))._replace(plans=change), tariffs=[TEL30, big]
    )
    assert told([result]) == [(1, "matched", "3.00", "0.00")]


def test_a_charge_that_is_in_no_plan():
    [sms, _plan], _totals = judge(card(1, (1, "plan", "2.00"), (2, "other", "0.50")))
    assert told([sms]) == [(2, "plan_mismatch", "0.00", "0.50")]


def test_let_pass_with_a_reason():
    """A wrong plan of 4.00 for 2.00 is agreed: 4.00 is paid, it stays an exception, and it does not
    use up what may be tolerated."""
    bill = card(1, (1, "plan", "4.00", "", None, False, True))
    [result], totals = judge(bill, tolerance_total=D("0.01"))
    assert told([result]) == [(1, "plan_mismatch", "2.00", "0.00")]
    assert result.flags == ("accepted",)
    assert (totals.approved, totals.tolerated) == (D("4.00"), 0)
    [right], _totals = judge(card(1, (1, "plan", "2.00", "", None, False, True)))
    assert (right.status, right.flags) == ("matched", ())


def test_named_by_its_number():
    """The bill told the 13-digit number: whatever becomes of the line, it is noted."""
    for amount, status in (("2.00", "matched"), ("3.00", "plan_mismatch"), ("-3.00", "matched")):
        results, _totals = judge(card(1, (1, "plan", amount, "", None, True)))
        line = next(one for one in results if one.line_no)
        assert (line.status, "by_number" in line.flags) == (status, True)


def test_lines_off_the_total():
    """2.00 + 2.00 of a bill of 4.00, 4.01 and 5.00; a total that is not told is not checked."""
    _results, totals = judge(card(1, (1, "plan", "2.00")), card(2, (2, "plan", "2.00")))
    offs = [totals.off(D(stated), D("0.01")) for stated in ("4.00", "4.01", "5.00", "3.50", "0")]
    assert offs == [0, 0, D("-1.00"), D("0.50"), 0]


# ------------------------------------------------------------------ what always holds

KINDS = st.sampled_from(["active", "stopped", "silent", "cancelled"])
DAYS = st.integers(1, 30)
AMOUNTS = st.integers(-300, 600).map(lambda cents: D(cents) / 100)
LINES = st.lists(
    st.tuples(st.sampled_from(["plan", "overage", "reservation", "other"]), AMOUNTS), max_size=5
)


@st.composite
def bills(draw):
    """Cards with a change of state in the month and any lines."""
    cards, number = [], 0
    for index in range(draw(st.integers(1, 8))):
        turn = date(2026, 10, draw(DAYS))
        states = (
            (draw(KINDS), date(2026, 1, 1), turn),
            (draw(KINDS), turn, None),
        )
        lines = []
        for charge, amount in draw(LINES):
            number += 1
            lines.append((number, charge, amount))
        cards.append(
            card(
                index,
                *lines,
                states=states,
                usage=draw(st.integers(0, 90)),
                plan=draw(st.sampled_from(["TEL-30M", "TEL-100M", "POOL-10M"])),
                known=draw(st.booleans()),
            )
        )
    return cards


@settings(max_examples=150, deadline=None)
@given(bills(), st.randoms(use_true_random=False))
def test_totals_add_up_and_order_does_not_matter(cards, chance):
    """Every line once, one known status, nothing disputed below nothing or above its amount."""
    results, totals = judge(*cards)
    told_once = sorted(one.line_no for one in results if one.line_no)
    assert told_once == sorted(line.line_no for one in cards for line in one.lines)
    assert totals.billed == totals.approved + totals.dispute
    assert totals.billed == sum(line.amount for one in cards for line in one.lines)
    for one in results:
        assert one.status in STATUSES
        assert 0 <= one.dispute <= max(one.billed, 0)
    shuffled = [
        one._replace(lines=tuple(chance.sample(one.lines, len(one.lines)))) for one in cards
    ]
    chance.shuffle(shuffled)
    again, same = judge(*shuffled)
    assert (sorted(map(str, again)), same) == (sorted(map(str, results)), totals)


@settings(deadline=None)
@given(st.lists(st.integers(0, 100), min_size=1, max_size=20))
def test_shares_of_a_pool_come_to_its_charge(usages):
    cards = [card(no, plan="POOL-10M", usage=usage) for no, usage in enumerate(usages)]
    results, _totals = judge(*cards)
    shared = sum(one.expected for one in results if one.charge == "overage")
    excess = max(sum(usages) - 10 * len(usages), 0)
    assert shared == (D(excess) * D("0.05")).quantize(D("0.01"), "ROUND_HALF_UP")


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["TEL-30M", "POOL-10M"]),
            st.integers(1, 10),
            st.sampled_from(["1.20", "2.00", "3.00"]),
        ),
        min_size=1,
        max_size=20,
    ),
    st.lists(st.integers(11, 100), max_size=5),
)
def test_a_card_stands_for_those_alike(within, beyond):
    """Cards within their volume, judged once for all of a plan and a bill, or one by one."""
    alone = [card(900 + no, plan="POOL-10M", usage=usage) for no, usage in enumerate(beyond)]
    each = [
        card(no, (1, "plan", amount), plan=plan, usage=usage)
        for no, (plan, usage, amount) in enumerate(within)
    ]
    alike = defaultdict(list)
    for one in each:
        alike[one.plans, one.lines].append(one)
    cases = [
        ones[0]._replace(alike=len(ones), alike_mb=sum(one.usage_mb for one in ones))
        for ones in alike.values()
    ]
    book = Book(MONTH, (TEL30, POOL))
    assert survey(cases + alone, book) == survey(each + alone, book)
    _results, singly = judge(*each, *alone)
    rules, together = Rules(book, pools=survey(cases + alone, book)), Totals()
    for one in sorted(cases + alone):
        for result in settle([one], rules):
            together.add(result, one.alike)
    assert together == singly


def test_it_holds_no_card():
    """A generator goes in and a generator comes out."""
    book = Book(MONTH, [TEL30])
    stream = settle((card(no) for no in iter(int, 1)), Rules(book))
    assert next(stream).status == "active_not_billed"


@pytest.mark.parametrize("seed", range(3))
def test_sums_of_parts_are_sums_of_the_whole(seed):
    """Branches settled apart come to the same as together (no pool spans them)."""
    chance = random.Random(seed)
    cards = [
        card(no, (no, "plan", D(chance.randint(0, 400)) / 100), ref=chance.choice("AB"))
        for no in range(1, 60)
    ]
    _results, whole = judge(*cards)
    parts = Totals()
    for branch in "AB":
        for one in judge(*(one for one in cards if one.ref == branch))[0]:
            parts.add(one)
    assert parts == whole
