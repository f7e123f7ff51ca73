"""Notices of maintenance platforms as their lists write them: kinds, urgency, moments."""

import re
from datetime import datetime

#: Kinds of trouble by the words in which platforms name them; the first that occurs counts.
_KINDS = (
    ("card", "sim 物联卡 流量卡 卡异常 停机 欠费"),
    ("power", "断电 电源 欠压 主电 power"),
    ("position", "漂移 定位 天线 无位置 gps gnss position"),
    ("video", "视频 摄像头 黑屏 录像 video"),
    ("offline", "离线 掉线 不在线 失联 offline"),
    ("data", "数据 轨迹 合格率 资料 data"),
)
KINDS = (*(kind for kind, _words in _KINDS), "other")
_URGENT = ("1", "是", "急", "紧急", "加急", "高", "严重", "y", "yes", "true", "urgent", "high")
_MOMENT = re.compile(
    r"(\d{4})\D{0,2}(\d{1,2})\D{0,2}(\d{1,2})\D{0,2}"
    r"(?:[T ]?\s*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2}))?\D*)?"
)


def kind(*texts):
    """The kind of trouble that texts speak of; the first text that names one decides.

    >>> kind("终端离线"), kind("", "主电断电报警"), kind("card"), kind("请协助")
    ('offline', 'power', 'card', 'other')
    """
    for text in texts:
        text = (text or "").casefold()
        if text in KINDS:
            return text
        for code, words in _KINDS:
            if any(word in text for word in words.split()):
                return code
    return "other"


def urgent(text):
    """Whether a cell says that it is urgent.

    >>> urgent("紧急"), urgent("普通"), urgent("")
    (True, False, False)
    """
    return (text or "").strip().casefold() in _URGENT


def moment(text):
    """A moment of the platform's clock; a day alone is its beginning.

    >>> moment("2026-11-30 08:05:09"), moment("2026/11/3 8:05")
    (datetime.datetime(2026, 11, 30, 8, 5, 9), datetime.datetime(2026, 11, 3, 8, 5))
    >>> moment("2026年11月3日"), moment("2026-11-30T08:05:00+08:00")
    (datetime.datetime(2026, 11, 3, 0, 0), datetime.datetime(2026, 11, 30, 8, 5))
    >>> moment("yesterday")
    Traceback (most recent call last):
    ...
    ValueError: yesterday
    """
    found = _MOMENT.match(text.strip())
    if not found:
        raise ValueError(text)
    return datetime(*(int(part or 0) for part in found.groups()))
