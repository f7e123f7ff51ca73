"""What differs between two versions of a text, readable for who has to agree to it.

Compared line by line, and within changed lines by words; every Chinese character is a word.
The result is HTML in which all text is escaped: added text in ``ins``, deleted in ``del``.
"""

import re
from difflib import SequenceMatcher
from html import escape

_WORD = re.compile(r"[A-Za-z0-9.,%]+|\s+|.")
#: Below this likeness two lines are shown as one deleted and one added, not word by word.
ALIKE = 0.4


def diff_html(old: str, new: str) -> str:
    """Return the new text as paragraphs, with what was added and deleted since ``old``.

    >>> diff_html("总价1000元", "总价1200元")
    '<p>总价<del>1000</del><ins>1200</ins>元</p>'
    >>> diff_html("a\\nb", "a\\nb\\n<c>")
    '<p>a</p><p>b</p><p><ins>&lt;c&gt;</ins></p>'
    >>> diff_html("", "")
    ''
    """
    before, after = old.splitlines(), new.splitlines()
    parts = []
    for kind, start, end, first, last in _operations(before, after):
        if kind == "equal":
            parts += [_paragraph(escape(line)) for line in after[first:last]]
        else:
            parts += _changed(before[start:end], after[first:last])
    return "".join(parts)


def changed_lines(old: str, new: str) -> int:
    """Return how many lines were added, deleted or changed.

    >>> changed_lines("a\\nb\\nc", "a\\nB\\nc\\nd"), changed_lines("a", "a")
    (2, 0)
    """
    return sum(
        max(end - start, last - first)
        for kind, start, end, first, last in _operations(old.splitlines(), new.splitlines())
        if kind != "equal"
    )


def _operations(before, after):
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def _changed(before, after):
    """Lines that took each other's place are compared by words as long as they come in pairs."""
    paired = min(len(before), len(after))
    for old, new in zip(before[:paired], after[:paired], strict=True):
        yield from _line(old, new)
    yield from (_paragraph(_mark("del", line)) for line in before[paired:])
    yield from (_paragraph(_mark("ins", line)) for line in after[paired:])


def _line(old, new):
    one, two = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    if matcher.ratio() < ALIKE:
        return [_paragraph(_mark("del", old)), _paragraph(_mark("ins", new))]
    return [_paragraph("".join(_words(one, two, matcher.get_opcodes())))]


def _words(one, two, operations):
    for kind, start, end, first, last in operations:
        if kind == "equal":
            yield escape("".join(two[first:last]))
        else:
            yield _mark("del", "".join(one[start:end])) + _mark("ins", "".join(two[first:last]))


def _mark(tag, text):
    return f"<{tag}>{escape(text)}</{tag}>" if text else ""


def _paragraph(inner):
    return f"<p>{inner or '&nbsp;'}</p>"
