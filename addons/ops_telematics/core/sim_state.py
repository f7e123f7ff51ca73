"""States of a SIM card: what each operator's platform calls them, and the one word for it."""

from typing import NamedTuple

#: In the order of a card's life.
STATES = ("stock", "test", "silent", "active", "stopped", "pre_cancelled", "cancelled")

#: Why a card is stopped, where the operator's code tells it.
REASONS = (
    *("asked", "arrears", "over_limit", "pool", "expired", "violation", "separated"),
    *("real_name", "other"),
)


class State(NamedTuple):
    """A canonical state with its reason, empty when none is told."""

    state: str
    reason: str = ""


def _table(*groups):
    return {code: State(state) for codes, state in groups for code in codes.split()}


#: Platform → raw code → state.
CODES = {
    "onelink_ct": _table(
        ("7", "stock"),
        ("6", "test"),
        ("1", "silent"),
        ("2", "active"),
        ("4", "stopped"),
        ("8", "pre_cancelled"),
        ("9", "cancelled"),
    ),
    "onelink_pb": _table(
        ("07", "silent"),
        ("00", "active"),
        ("01 02", "stopped"),
        ("03", "pre_cancelled"),
        ("04", "cancelled"),
    ),
    "cmp": _table(
        ("7", "stock"),
        ("0", "test"),
        ("1", "silent"),
        ("2", "active"),
        ("3", "stopped"),
        ("9", "pre_cancelled"),
        ("4 5 6", "cancelled"),
    ),
    "gsl": _table(
        ("10", "test"),
        ("11 13", "silent"),
        ("20", "active"),
        ("14", "stopped"),
        ("30", "cancelled"),
    ),
}
#: Words of lists that are written by hand, for any platform.
_WORDS = {
    "stock": "stock 库存 在库",
    "test": "test 测试 可测试 测试期",
    "silent": "silent 沉默 沉默期 待激活 可激活 未激活 静默期",
    "active": "active 正常 已激活 在用 开通 使用中",
    "stopped": "stopped suspended 停机 已停机 停用 已停用 暂停",
    "pre_cancelled": "pre_cancelled 预销户 预销",
    "cancelled": "cancelled canceled 销户 已销户 拆机 已拆机 已失效",
}
WORDS = {word: State(state) for state, words in _WORDS.items() for word in words.split()}


def read(platform, raw):
    """The state a platform's code or a word of a list means, None when it is unknown.

    >>> read("onelink_ct", "2"), read("cmp", "5").state, read("onelink_pb", "0").state
    (State(state='active', reason=''), 'cancelled', 'active')
    >>> read("gsl", "停机").state, read("gsl", "99")
    ('stopped', None)
    """
    raw = (raw or "").strip()
    known = CODES.get(platform, {})
    return known.get(raw) or known.get(raw.zfill(2)) or WORDS.get(raw.lower())
