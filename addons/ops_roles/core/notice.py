"""Messages to the robots and applications of WeCom (企业微信) and DingTalk (钉钉).

Pure: addresses, signatures, bodies and answers; whoever calls posts them. A message leaves the
company, so its words go through :func:`outward` first, which hides more than the screens do.
"""

import base64
import hashlib
import hmac
import ipaddress
import re
import unicodedata
from datetime import timedelta
from urllib.parse import parse_qs, quote_plus, urlsplit

from .masking import HIDDEN, mask_number, mask_text

#: Kind of channel: host of its vendor, path of its address, name of the key in a robot's address.
VENDORS = {
    "wecom_robot": ("qyapi.weixin.qq.com", "/cgi-bin/webhook/send", "key"),
    "wecom_app": ("qyapi.weixin.qq.com", "", ""),
    "dingtalk_robot": ("oapi.dingtalk.com", "/robot/send", "access_token"),
    "dingtalk_work": ("oapi.dingtalk.com", "", ""),
}
#: The smallest limit of all these messages (text of WeCom, work notices of DingTalk), in bytes.
MAX_BYTES = 2048
#: Both vendors take 20 messages of a robot a minute; ten in each of our minutes are never more
#: than twenty in any sixty seconds.
PER_MINUTE = 10
MAX_TRIES = 6
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
PLATE = re.compile(
    rf"([{PROVINCES}][A-HJ-NP-Z])[\s·.\-]?(?=[A-Z0-9]*\d)[A-Z0-9]{{4,5}}[A-Z0-9挂学警港澳]"
    r"(?![A-Z0-9])",
    re.IGNORECASE,
)
GAP = r"[\s.\-·_/,]?"
SPREAD = re.compile(
    rf"(?<!\d)(?:1[3-9]\d(?:{GAP}\d){{8}}|\d{{6}}{GAP}\d{{8}}{GAP}\d{{3}}[\dXx])(?!\d)"
)
CARD = re.compile(r"(?<!\d)\d{4}(?:[ \-]?\d{4}){2,3}(?:[ \-]?\d{1,4})?(?!\d)")
LONG = re.compile(r"(?<![\d*])\d{9,}(?![\d*])")
KEPT = "，：；！？（）"  # wide in Chinese; everything else takes its plain form
MARKS = str.maketrans("<>[]()*`#", "＜＞［］（）＊｀＃")


def outward(text: str) -> str:
    """Return ``text`` as it may leave: one line, no numbers of people, cards or vehicles.

    >>> outward("回电13812344087 或 138.1234.4087")
    '回电138****4087 或 138****4087'
    >>> outward("证件 110105 19491231 002X，卡 6222 0212 3456 7890 123")
    '证件 110*************2X，卡 622****0123'
    >>> outward("车 粤B·12345、沪AD12345、京a-8z8z8 来厂")
    '车 粤B****、沪A****、京a**** 来厂'
    >>> outward("电话１３８１２３４４０８７"), outward("座机 010-55501234\\n转 8001")
    ('电话138****4087', '座机 010-5550**** 转 8001')
    >>> outward("DB2026-0001，2026-11-24 到期"), outward(False)
    ('DB2026-0001，2026-11-24 到期', '')
    """
    plain = "".join(
        char if char in KEPT else unicodedata.normalize("NFKC", char)
        for char in text or ""
        if unicodedata.category(char) != "Cf"
    )
    plain = " ".join(plain.split())
    plain = PLATE.sub(rf"\g<1>{HIDDEN}", plain)
    plain = SPREAD.sub(lambda found: mask_number(_digits(found.group())), plain)
    plain = mask_text(plain)
    plain = CARD.sub(lambda found: mask_number(_digits(found.group())), plain)
    return LONG.sub(lambda found: mask_number(found.group()), plain)


def _digits(number):
    return re.sub(r"[^\dXx]", "", number)


def shorten(text: str, size: int) -> str:
    """Return at most ``size`` bytes of ``text`` in UTF-8, cut between characters.

    >>> shorten("督办件", 9), shorten("督办件到期", 9)
    ('督办件', '督办…')
    """
    raw = text.encode()
    if len(raw) <= size:
        return text
    return raw[: size - len("…".encode())].decode(errors="ignore") + "…"


def entry(text: str, link: str, form: str) -> str:
    """Return one line of a message, ``text`` already :func:`outward`; ``link`` may be empty.

    Markdown has no escape that both vendors know: marks become their wide twins, so that a title
    makes no link of its own.

    >>> entry("Late: [x](http://bad) DB-1", "https://o.cn/1", "markdown")
    '> [Late: ［x］（http://bad） DB-1](https://o.cn/1)'
    >>> entry("Late: DB-1", "https://o.cn/1", "text"), entry("Late", "", "markdown")
    ('Late: DB-1 https://o.cn/1', '> Late')
    """
    text = shorten(text, MAX_BYTES // 4)
    if form == "markdown":
        text = text.translate(MARKS)
        return f"> [{text}]({link})" if link else f"> {text}"
    return f"{text} {link}".strip()


def pack(title: str, lines: list) -> list:
    """Return messages as lists of indexes of ``lines``, each at most ``MAX_BYTES`` with its title.

    >>> [len(message) for message in pack("t", ["x" * 500] * 9)]
    [4, 4, 1]
    >>> pack("t", [])
    []
    """
    messages, used = [], MAX_BYTES
    for index, line in enumerate(lines):
        size = len(line.encode()) + 2
        if used + size > MAX_BYTES:
            messages.append([])
            used = len(title.encode()) + 8
        messages[-1].append(index)
        used += size
    return messages


def dingtalk_sign(secret: str, timestamp: int) -> str:
    """Return the signature (加签) of a DingTalk robot's request, ready for its address.

    Base64 of HMAC-SHA256 with the secret as key over "milliseconds, line feed, secret", quoted.
    The expected value is that of ``openssl dgst -sha256 -hmac SEC000 -binary | base64``.

    >>> dingtalk_sign("SEC000", 1700000000000)
    'ltBBey5eZrWKh1cPzFIdz3v3xpkc4Tjx4lLsPSHqdtA%3D'
    """
    text = f"{timestamp}\n{secret}".encode()
    code = hmac.new(secret.encode(), text, hashlib.sha256).digest()
    return quote_plus(base64.b64encode(code))


def robot_url(kind: str, address: str, secret: str, timestamp: int) -> str:
    """Return where to post to a robot; ``timestamp`` in milliseconds.

    >>> robot_url("wecom_robot", "https://h/s?key=1", "", 5)
    'https://h/s?key=1'
    >>> robot_url("dingtalk_robot", "https://h/s?access_token=1", "S", 5).split("&sign")[0]
    'https://h/s?access_token=1&timestamp=5'
    """
    if kind != "dingtalk_robot" or not secret:
        return address
    return f"{address}&timestamp={timestamp}&sign={dingtalk_sign(secret, timestamp)}"


def body(kind: str, form: str, title: str, text: str, agent: str = "", people=()) -> dict:
    """Return the JSON body of a message; ``form`` is ``text`` or ``markdown``.

    >>> body("wecom_robot", "text", "T", "a")
    {'msgtype': 'text', 'text': {'content': 'T\\na'}}
    >>> body("dingtalk_robot", "markdown", "T", "a")["markdown"]
    {'title': 'T', 'text': '#### T\\n\\na'}
    >>> found = body("wecom_app", "markdown", "T", "a", "7", ["zhang", "li"])
    >>> found["touser"], found["agentid"], found["markdown"]
    ('zhang|li', 7, {'content': '#### T\\n\\na'})
    >>> found = body("dingtalk_work", "text", "T", "a", "7", ["zhang", "li"])
    >>> found["agent_id"], found["userid_list"], found["msg"]["text"]
    (7, 'zhang,li', {'content': 'T\\na'})
    """
    name = "text" if kind.startswith("dingtalk") and form == "markdown" else "content"
    words = f"#### {title}\n\n{text}" if form == "markdown" else f"{title}\n{text}"
    part = {name: words}
    if name == "text":
        part = {"title": title, **part}
    message = {"msgtype": form, form: part}
    if kind == "wecom_app":
        return {"touser": "|".join(people), "agentid": int(agent), **message}
    if kind == "dingtalk_work":
        return {"agent_id": int(agent), "userid_list": ",".join(people), "msg": message}
    return message


def token_request(kind: str, app: str, secret: str) -> tuple:
    """Return path and query of the request for an application's access token.

    >>> token_request("dingtalk_work", "a", "s")
    ('/gettoken', {'appkey': 'a', 'appsecret': 's'})
    """
    if kind == "wecom_app":
        return "/cgi-bin/gettoken", {"corpid": app, "corpsecret": secret}
    return "/gettoken", {"appkey": app, "appsecret": secret}


def message_path(kind: str) -> str:
    """Return the path to which an application posts its messages."""
    if kind == "wecom_app":
        return "/cgi-bin/message/send"
    return "/topapi/message/corpconversation/asyncsend_v2"


def is_allowed(kind: str, address: str, extra_hosts=()) -> bool:
    """Tell whether ``address`` is its vendor's; ``extra_hosts`` ("host:port") may be anything.

    >>> good = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc"
    >>> is_allowed("wecom_robot", good), is_allowed("dingtalk_robot", good)
    (True, False)
    >>> [is_allowed("wecom_robot", good.replace(*change)) for change in (
    ...     ("https", "http"), ("qq.com", "qq.com.evil.cn"), ("?key=abc", ""),
    ...     ("qq.com", "qq.com:99"), ("https://", "https://me@"), ("send", "../x"))]
    [False, False, False, False, False, False]
    >>> is_allowed("wecom_app", "https://qyapi.weixin.qq.com")
    True
    >>> [is_allowed("wecom_app", "http://127.0.0.1:80", hosts) for hosts in ([], ["127.0.0.1:80"])]
    [False, True]
    """
    host, path, key = VENDORS[kind]
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if parts.netloc and parts.netloc in extra_hosts:
        return parts.scheme in ("http", "https")
    plain = parts.scheme == "https" and parts.netloc == host and not port and not parts.fragment
    return plain and parts.path.rstrip("/") == path and (not key or key in parse_qs(parts.query))


def is_public(addresses) -> bool:
    """Tell whether all of ``addresses`` (texts, at least one) are on the public internet.

    >>> is_public(["8.8.8.8"]), is_public(["8.8.8.8", "10.0.0.1"]), is_public(["::1"])
    (True, False, False)
    >>> is_public([]), is_public(["169.254.169.254"]), is_public(["::ffff:127.0.0.1"])
    (False, False, False)
    """
    found = [ipaddress.ip_address(one) for one in addresses]
    plain = [getattr(one, "ipv4_mapped", None) or one for one in found]
    return bool(plain) and all(one.is_global and not one.is_multicast for one in plain)


def pause(tries: int) -> timedelta:
    """Return how long to wait after the ``tries``-th failure: 2, 4, 8, … minutes.

    >>> [pause(n).seconds // 60 for n in (1, 2, 5)]
    [2, 4, 32]
    """
    return timedelta(minutes=2**tries)
