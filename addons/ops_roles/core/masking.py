"""Masked forms of phone and identity numbers (脱敏): pure text in, pure text out.

The forms are the ones a Chinese reader knows from receipts and statements: a mobile keeps its
first three and last four digits, a landline its area code and exchange, an identity card its
first three and last two characters. Numbers of at most five digits are extensions or public
service numbers (10086, 95588) and say nothing about a person, so they stay as they are.
"""

import re

HIDDEN = "****"
LONGEST_PUBLIC = 5  # digits: extensions and service numbers
SEPARATORS = re.compile(r"[\s\-().·]+")
COUNTRY = r"(?:\+86|0086|86)?"
MOBILE = re.compile(rf"({COUNTRY}|0)(1[3-9]\d)\d{{4}}(\d{{4}})")
LANDLINE = re.compile(rf"({COUNTRY})(0?)(10|2\d|[3-9]\d\d)(\d{{3,4}})\d{{4}}")
LOCAL = re.compile(r"(\d{3,4})\d{4}")
SERVICE = re.compile(r"([48]00)\d{4}(\d{3})")
IDENTITY = re.compile(r"(\d{3})\d{13}(\d[\dXx])")
DIGITS = re.compile(r"\+?\d+")
# A landline needs its 0 (or the country) before we believe it in running text; the separators
# allowed inside a number are the ones people type.
SEP = r"[\s\-]?"
IN_TEXT = re.compile(
    rf"""(?<![\d*])(?<!\d\.)(?:
        \d{{17}}[\dXx]
      | (?:(?:\+86|0086|86|0){SEP})?1[3-9]\d{SEP}\d{{4}}{SEP}\d{{4}}
      | (?:(?:\+86|0086|86){SEP}0?|0)(?:10|2\d|[3-9]\d\d){SEP}\d{{3,4}}{SEP}\d{{4}}
      | \(0(?:10|2\d|[3-9]\d\d)\){SEP}\d{{3,4}}{SEP}\d{{4}}
      | [48]00{SEP}\d{{3,4}}{SEP}\d{{3,4}}
      | \+\d{{8,15}}
      | (?!(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?!\d))\d{{7,8}}
    )(?![\d*])(?!\.\d)""",
    re.VERBOSE,
)


def mask_number(number):
    """Return ``number`` with the digits that identify a person hidden.

    Words (``anonymous``), short extensions, empty values and what is masked already come back
    unchanged; text around a number is kept and only the number in it masked.

    >>> [mask_number(n) for n in ("13812344087", "+8613812344087", "86 138-1234-4087")]
    ['138****4087', '+86138****4087', '86138****4087']
    >>> mask_number("013812344087")
    '0138****4087'
    >>> [mask_number(n) for n in ("010-55501234", "01055501234", "(0571) 5550123", "55501234")]
    ['010-5550****', '0105550****', '0571-555****', '5550****']
    >>> mask_number("4008001234"), mask_number("11010519491231002X")
    ('400****234', '110*************2X')
    >>> [mask_number(n) for n in ("8001", "10086", "anonymous", "", False, None)]
    ['8001', '10086', 'anonymous', '', False, None]
    >>> mask_number("+12025550123"), mask_number("123456"), mask_number("138****4087")
    ('+120****0123', '1****6', '138****4087')
    >>> mask_number('"Wang" <13812344087>')
    '"Wang" <138****4087>'
    """
    if not number:
        return number
    compact = SEPARATORS.sub("", number)
    if IDENTITY.fullmatch(compact):
        return _mask_identity(compact)
    if DIGITS.fullmatch(compact):
        return _mask_digits(compact, number)
    return re.sub(r"\+?\d[\d\s\-]{4,}\d", lambda run: mask_number(run.group()), number)


def mask_text(text):
    """Return free text (a rejected line, the name of a recording) with its phone-like and
    identity numbers masked; dates, times since 1970 and short numbers stay.

    >>> mask_text("q-support-13812344087-20261123-101500-1763856000.12.wav")
    'q-support-138****4087-20261123-101500-1763856000.12.wav'
    >>> mask_text("1763856000|1763856000.12|vip|NONE|ENTERQUEUE||010-55501234|1")
    '1763856000|1763856000.12|vip|NONE|ENTERQUEUE||010-5550****|1'
    >>> mask_text("call 138 1234 4087 or 400-800-1234, card 11010519491231002X, desk 8001")
    'call 138****4087 or 400****234, card 110*************2X, desk 8001'
    >>> mask_text("out-55501234-20261123.wav"), mask_text(False)
    ('out-5550****-20261123.wav', False)
    """
    return IN_TEXT.sub(lambda found: mask_number(found.group()), text) if text else text


def is_masked(text):
    """Tell whether ``text`` is (or holds) a masked number, so that it must not be stored.

    >>> [is_masked(t) for t in ("138****4087", "010-5550****", "13812344087", "***", None)]
    [True, True, False, False, False]
    """
    return bool(text) and bool(re.search(r"\d\*{4,}", text))


def _mask_digits(compact, number):
    """Mask ``compact``, digits with an optional plus; ``number`` is how it was written."""
    if len(compact.lstrip("+")) <= LONGEST_PUBLIC:
        return number
    if found := MOBILE.fullmatch(compact):
        return f"{found[1]}{found[2]}{HIDDEN}{found[3]}"
    if found := SERVICE.fullmatch(compact):
        return f"{found[1]}{HIDDEN}{found[2]}"
    if (found := LANDLINE.fullmatch(compact)) and (found[1] or found[2]):
        dash = "-" if SEPARATORS.search(number.strip()) else ""
        return f"{found[1]}{found[2]}{found[3]}{dash}{found[4]}{HIDDEN}"
    if found := LOCAL.fullmatch(compact):
        return f"{found[1]}{HIDDEN}"
    return _mask_other(compact)


def _mask_other(compact):
    """Hide the middle of a number of no known shape, at least four digits of it."""
    plus, digits = ("+", compact[1:]) if compact[0] == "+" else ("", compact)
    shown = max(len(digits) - len(HIDDEN), 0)
    head = min(3, shown // 2)
    tail = min(4, shown - head)
    return f"{plus}{digits[:head]}{HIDDEN}{digits[len(digits) - tail :] if tail else ''}"


def _mask_identity(card):
    head, tail = IDENTITY.fullmatch(card).groups()
    return f"{head}{'*' * (len(card) - len(head) - len(tail))}{tail}"
