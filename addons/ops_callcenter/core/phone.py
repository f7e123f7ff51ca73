"""Telephone numbers as a PBX presents them, brought to one form.

The national form is used: a mobile number as its eleven digits, a landline with its area code
and leading zero. Numbering plan: mainland China, country code 86.
"""

import re

_NOT_DIALLED = re.compile(r"[\s().\-]")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0[1-9]\d{8,10}")
_AREA = re.compile(r"[1-9]\d{8,10}")
#: Shorter numbers are extensions or service numbers, never a customer to call back.
_SHORTEST = 7
_LONGEST = 15


def _national(digits):
    """Digits after the country code -> national form, or None when they are none."""
    if _MOBILE.fullmatch(digits):
        return digits
    digits = digits.removeprefix("0")
    return "0" + digits if _AREA.fullmatch(digits) else None


def caller_key(presented):
    """Return the national form of a presented number, "" when it names no one.

    >>> [caller_key(n) for n in ("13800004087", "+8613800004087", "8613800004087",
    ...                          "013800004087", "0086 138-0000-4087")]
    ['13800004087', '13800004087', '13800004087', '13800004087', '13800004087']
    >>> caller_key("01055502560"), caller_key("+861055502560"), caller_key("+442071234567")
    ('01055502560', '01055502560', '+442071234567')
    >>> [caller_key(n) for n in ("anonymous", "", "8001", "=cmd()", None)]
    ['', '', '', '', '']
    """
    if presented and presented.isdigit() and len(presented) == 11 and presented[0] == "1":
        return presented
    number = _NOT_DIALLED.sub("", presented or "")
    abroad = number.startswith(("+", "00"))
    digits = number.lstrip("+") if number.startswith("+") else number.removeprefix("00")
    if not digits.isascii() or not digits.isdigit() or not _SHORTEST <= len(digits) <= _LONGEST:
        return ""
    if digits.startswith("86") and len(digits) >= 11:
        found = _national(digits[2:])
        if found and (abroad or len(digits) > 11):
            return found
    if abroad:
        return "+" + digits
    if digits[0] == "0" and _MOBILE.fullmatch(digits[1:]):
        return digits[1:]
    return digits
