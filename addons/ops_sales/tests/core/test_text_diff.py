"""The difference of two texts: read without its marks it is the new text, and safe as HTML."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ops_sales.core.text_diff import changed_lines, diff_html

LINES = st.lists(st.text(st.sampled_from("甲乙方付款100,.<>&ab "), max_size=12), max_size=8)
TEXTS = LINES.map("\n".join)


def _lines(html, without):
    """Text of the paragraphs once the marks of one kind are cut out; empty ones left out."""
    html = re.sub(rf"<{without}>.*?</{without}>", "", html)
    found = (re.sub(r"</?(ins|del)>", "", one) for one in re.findall(r"<p>(.*?)</p>", html))
    return [text for one in found if (text := unescape(one)) not in ("", "\xa0")]


@given(TEXTS, TEXTS)
def test_each_side_can_be_read_from_it(old, new):
    html = diff_html(old, new)
    assert _lines(html, "del") == [line for line in new.splitlines() if line]
    assert _lines(html, "ins") == [line for line in old.splitlines() if line]


@given(TEXTS)
def test_no_difference(text):
    assert "<ins>" not in diff_html(text, text) and not changed_lines(text, text)


def test_by_hand():
    """A changed sum, a clause struck out and one added, as they stand in a contract."""
    old = "一、总价 100,000 元\n二、三十日内付清\n三、违约金千分之一"
    new = "一、总价 98,500 元\n三、违约金千分之三\n四、管辖：郑州仲裁委员会"
    html = diff_html(old, new)
    assert "总价 <del>100,000</del><ins>98,500</ins> 元" in html
    assert changed_lines(old, new) == 3


def test_text_is_escaped():
    assert diff_html("", "<script>") == "<p><ins>&lt;script&gt;</ins></p>"
