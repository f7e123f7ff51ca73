"""Lines of the log, from its file and from its table."""

import pytest

from odoo.addons.ops_callcenter.core.queue_log import FileParser, TableParser

GOOD = "1795461434|7.1|q|NONE|ENTERQUEUE||13800004087|1"


def rows(text):
    return [line.split("\t") for line in text.splitlines()]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("rubbish", "fields"),
        ("1795461434|7.1|q", "fields"),
        ("yesterday|7.1|q|NONE|ABANDON|1", "time"),
        ("1795461434000|7.1|q|NONE|ABANDON|1", "time"),
        ("=1+1|7.1|q|NONE|ABANDON|1", "time"),
        ("100000000|7.1|q|NONE|ABANDON|1", "range"),
        ("1795461434||q|NONE|ABANDON|1", "callid"),
        ("1795461434|7.1|q|NONE||1", "event"),
        ("1795461434|7.1|q\x00|NONE|ABANDON|1", "control"),
        (f"1795461434|{'7' * 3000}|q|NONE|ABANDON|1", "long"),
        (f"1795461434|7.1|q|NONE|INFO|{'x' * 5000}", "long"),
    ],
)
def test_bad_lines_are_rejected_and_the_others_taken(line, code):
    text, rejects = FileParser().parse([GOOD, line, GOOD], 7)
    assert [row[0] for row in rows(text)] == ["7", "9"]
    assert [(number, raw, reason) for number, raw, reason, _d in rejects] == [(8, line, code)]


def test_unknown_events_and_formulas_in_arguments_are_kept():
    text, rejects = FileParser().parse(["1795461434|7.1|q|NONE|WRAPUPSTART|=cmd()|a\\b\tc"], 1)
    assert not rejects
    assert rows(text)[0][-1] == [r"=cmd()|a\\b\tc"][0]


def test_microseconds_are_kept():
    text, _rejects = FileParser().parse([GOOD.replace("434|", "434.5|", 1)], 1)
    assert rows(text)[0][1] == "2026-11-23 19:17:14.500000"


def test_a_clock_that_runs_backwards_is_told_not_rejected():
    parser = FileParser()
    text, rejects = parser.parse([GOOD, GOOD.replace("434|", "404|", 1), GOOD], 1)
    assert (len(rows(text)), rejects) == (3, [])
    assert [code for code, _detail in parser.finish()] == ["clock"]


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        (GOOD, True),
        ("1795461434|7.1|q|NONE|ENTERQU", False),
        ("1795461434|7.1|q|Agent/1|COMPLETEAGENT|3|4", False),
        ("1795461434|7.1|q|Agent/1|COMPLETEAGENT|3|4|1", True),
        ("17954614", False),
    ],
)
def test_a_last_line_without_its_end(line, taken):
    text, rejects = FileParser().parse_tail(line, 1)
    assert bool(text) is taken
    assert [code for _n, _l, code, _d in rejects] == ([] if taken else ["truncated"])


def test_table_with_header_gives_what_the_file_gives():
    expected, _rejects = FileParser().parse([GOOD], 2)
    table = [
        "id,time,callid,queuename,agent,event,data1,data2,data3,data4,data5",
        "1,2026-11-24 03:17:14,7.1,q,NONE,ENTERQUEUE,,13800004087,1,,",
    ]
    assert TableParser("Asia/Shanghai").parse(table, 1) == (expected, [])


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-24 03:17:14\t7.1\tq\tNONE\tENTERQUEUE\t|13800004087|1",
        "5\t2026-11-24 03:17:14\t7.1\tq\tNONE\tENTERQUEUE\t\t13800004087\t1\t\t",
        '"2026-11-24 03:17:14","7.1","q","NONE","ENTERQUEUE","|13800004087|1"',
        "2026-11-24 03:17:14;7.1;q;NONE;ENTERQUEUE;;13800004087;1;NULL;NULL",
    ],
)
def test_table_forms_without_header(line):
    expected, _rejects = FileParser().parse([GOOD], 1)
    assert TableParser("Asia/Shanghai").parse([line], 1) == (expected, [])


def test_table_in_gmt_and_bad_times():
    parser = TableParser("UTC")
    text, rejects = parser.parse(
        ["2026-11-23 19:17:14,7.1,q,NONE,ABANDON,1", "2026-13-24 03:17:14,7.1,q,NONE,ABANDON,1"], 1
    )
    assert rows(text)[0][1] == "2026-11-23 19:17:14"
    assert [code for _n, _l, code, _d in rejects] == ["time"]
