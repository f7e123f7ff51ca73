"""Delimited files of any layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ops_roles.core.feed import Column, CsvParser, RejectLine, Unreadable

COLUMNS = [
    Column("phone", ("手机号", "Phone"), 2, True),
    Column("name", ("姓名",), 1),
]


def parse(lines, chunk=1000, **options):
    """Rows as lists of strings and rejects as (line, code); cut into chunks of lines."""
    parser = CsvParser(COLUMNS, **options)
    text, rejects = "", []
    for start in range(0, len(lines), chunk):
        part, more = parser.parse(lines[start : start + chunk], start + 1)
        text, rejects = text + part, rejects + more
    part, more = parser.flush()
    rows = [row.split("\t") for row in (text + part).splitlines()]
    return rows, [(line_no, code) for line_no, _raw, code, _detail in rejects + more]


def test_columns_are_found_by_name_in_any_order():
    rows, rejects = parse(["姓名,别的, phone ", "王,x,13800000000"])
    assert rows == [["2", "13800000000", "王"]]
    assert rejects == []


def test_columns_are_found_by_position_without_header():
    assert parse(["王;138"], has_header=False)[0] == [["1", "138", "王"]]


def test_a_missing_column_is_named():
    columns = [Column("phone", ("手机号",), 0, True)]
    with pytest.raises(Unreadable) as caught:
        CsvParser(columns).parse(["姓名,别的"], 1)
    assert (caught.value.code, caught.value.detail) == ("columns", "手机号")


@given(st.lists(st.lists(st.sampled_from(["1", "王", " 2 ", ""]), max_size=4), max_size=12))
def test_lines_without_quotes_read_as_those_beside_a_quote(rows):
    """A quote somewhere makes every record be looked for; what comes out is the same."""
    lines = ["手机号,姓名", *map(",".join, rows)]
    quoted = [*lines, '"138","李"']
    known, rejects = parse(lines)
    assert parse(quoted) == ([*known, [str(len(quoted)), "138", "李"]], rejects)


def test_a_missing_value_is_rejected_with_its_line():
    assert parse(["手机号,姓名", ",王", "1,李"]) == ([["3", "1", "李"]], [(2, "missing")])


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_a_quoted_value_may_hold_line_ends(chunk):
    rows, rejects = parse(["手机号,姓名", '1,"王', '小""明"', "2,李"], chunk)
    assert rows == [["2", "1", '王\\n小"明'], ["4", "2", "李"]]
    assert rejects == []


@pytest.mark.parametrize("chunk", [1, 7, 1000])
@pytest.mark.parametrize("following", [3, 120])
def test_a_stray_quote_costs_one_line(chunk, following):
    lines = ["手机号,姓名", '1,"王', *[f"{number},李" for number in range(following)]]
    rows, rejects = parse(lines, chunk)
    assert rejects == [(2, "quote")]
    assert [row[1] for row in rows] == [str(number) for number in range(following)]


def test_a_conversion_may_reject():
    class Strict(CsvParser):
        def convert(self, values):
            if not values["phone"].isdigit():
                raise RejectLine("phone", values["phone"])
            return super().convert(values)

    _text, rejects = Strict(COLUMNS).parse(["手机号,姓名", "x,王"], 1)
    assert rejects == [(2, "x,王", "phone", "x")]
