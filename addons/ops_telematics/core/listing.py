"""Lists of vehicles and cards as people write them: days, colours, kinds, yes and no."""

import re
from datetime import date, datetime

#: Colours of plates by the words people use; codes stand for themselves.
_COLOURS = {
    "0": "未上牌 无牌 新车 unplated",
    "1": "蓝 蓝色 蓝牌 blue",
    "2": "黄 黄色 黄牌 yellow",
    "3": "黑 黑色 黑牌 black",
    "4": "白 白色 白牌 white",
    "5": "绿 绿色 绿牌 green",
    "9": "其他 其它 other",
    "91": "农黄 农黄色",
    "92": "农绿 农绿色",
    "93": "黄绿 黄绿色 黄绿双拼",
    "94": "渐变绿 渐变绿色",
}
_KINDS = {
    "truck": "货车 普通货车 普货 载货汽车 truck",
    "tractor": "牵引车 半挂牵引车 tractor",
    "trailer": "挂车 半挂车 trailer",
    "danger": "危货 危货车 危险品 危险货物运输车 danger",
    "cold": "冷链 冷链车 冷藏车 cold",
    "coach": "客车 班线客车 班线 长途客运 coach",
    "charter": "包车 旅游包车 旅游客车 charter",
    "bus": "公交 公交车 bus",
    "taxi": "出租 出租车 巡游出租车 网约车 taxi",
    "training": "教练车 驾培 training",
    "other": "其他 其它 other",
}


def _by_word(words):
    return {word: code for code, text in words.items() for word in text.split()}


COLOUR_WORDS = _by_word(_COLOURS) | {code: code for code in _COLOURS}
KIND_WORDS = _by_word(_KINDS)
_NO = frozenset(("", "0", "否", "无", "未", "n", "no", "false", "未实名", "未绑定"))


def colour(text):
    """The code of a plate's colour, None when the word is unknown.

    >>> colour("黄色"), colour("2"), colour("双色")
    ('2', '2', None)
    """
    return COLOUR_WORDS.get(text.strip().lower())


def kind(text):
    """The code of a kind of vehicle, None when the word is unknown.

    >>> kind("危货车"), kind("飞机")
    ('danger', None)
    """
    return KIND_WORDS.get(text.strip().lower())


def yes(text):
    """Whether a cell says yes.

    >>> yes("是"), yes("已实名"), yes("否"), yes("")
    (True, True, False, False)
    """
    return text.strip().lower() not in _NO


def day(text):
    """A day, whatever stands between its numbers; None for an empty cell.

    >>> day("2026-10-17"), day("2026/1/5"), day("2026年1月5日"), day("20260105 08:00:00")
    (datetime.date(2026, 10, 17), datetime.date(2026, 1, 5), datetime.date(2026, 1, 5),
     datetime.date(2026, 1, 5))
    >>> day("31.12.2026")
    Traceback (most recent call last):
    ...
    ValueError: 31.12.2026
    """
    text = text.strip()
    if not text:
        return None
    found = re.match(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})(?:\D.*)?$", text)
    if not found:
        raise ValueError(text)
    return date(*map(int, found.groups()))


def within(moment, today):
    """Whether a day can be one of a register: not before satellites, not after tomorrow.

    >>> within(date(2026, 1, 5), date(2026, 11, 28)), within(date(2062, 1, 5), date(2026, 11, 28))
    (True, False)
    """
    return datetime(1994, 1, 1).date() <= moment and (moment - today).days <= 1
