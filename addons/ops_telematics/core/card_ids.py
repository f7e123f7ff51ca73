"""Numbers of cards as operators write them, as the register keeps them."""

import re

_NOISE = re.compile(r"[\s'‘’\-.\u200b\ufeff\u3000]+")
_ICCID = re.compile(r"89[0-9A-F]{17,18}")
_PADDED = re.compile(r"(89[0-9A-F]{17})F")
_MSISDN = re.compile(r"1\d{10}|1\d{12}")
_ABROAD = re.compile(r"(?:\+|00)?86(?=1\d{10}(?:\d\d)?$)")


def clean(text):
    """Capitals without spaces, dashes, quotes and the ``F`` that fills a 19-digit ICCID.

    >>> clean(" 8986 0326 4100 0000 001F "), clean("'8986032641000000001"), clean("池-甲 1")
    ('8986032641000000001', '8986032641000000001', '池甲1')
    """
    text = _NOISE.sub("", text).upper()
    padded = _PADDED.fullmatch(text)
    return padded[1] if padded else text


def card_number(text):
    """``(iccid, msisdn)`` of one cell; what is neither comes back as an ICCID nobody knows.

    >>> card_number("89860326410000000017"), card_number("+8614100000000 01")
    (('89860326410000000017', ''), ('', '1410000000001'))
    >>> card_number("POOL-A")
    ('POOLA', '')
    """
    if text.isdigit() and len(text) in (19, 20) and text.startswith("89"):
        return text, ""
    text = _ABROAD.sub("", clean(text))
    return ("", text) if _MSISDN.fullmatch(text) else (text, "")


def is_iccid(text):
    """Whether it has the form of an ICCID; the check digit is no matter of form.

    >>> is_iccid("8986032641000000001"), is_iccid("POOLA")
    (True, False)
    """
    return bool(_ICCID.fullmatch(text))
