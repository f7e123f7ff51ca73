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
# What people write: every number with a shape of its own.
SHAPED = rf"""
        \d{{17}}[\dXx]
      | (?:(?:\+86|0086|86|0){SEP})?1[3-9]\d{SEP}\d{{4}}{SEP}\d{{4}}
      | (?:(?:\+86|0086|86){SEP}0?|0)(?:10|2\d|[3-9]\d\d){SEP}\d{{3,4}}{SEP}\d{{4}}
      | \(0(?:10|2\d|[3-9]\d\d)\){SEP}\d{{3,4}}{SEP}\d{{4}}
      | [48]00{SEP}\d{{3,4}}{SEP}\d{{3,4}}
      | \+\d{{8,15}}"""
# What machines write: local numbers of seven or eight digits as well, unless they are a date.
LOCAL_IN_TEXT = r"(?!(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?!\d))\d{7,8}"
BEFORE, AFTER = r"(?<![\d*])(?<!\d\.)", r"(?![\d*])(?!\.\d)"
IN_TEXT = re.compile(rf"{BEFORE}(?:{SHAPED} | {LOCAL_IN_TEXT}){AFTER}", re.VERBOSE)
IN_PROSE = re.compile(rf"{BEFORE}(?:{SHAPED}){AFTER}", re.VERBOSE)
MARKUP = re.compile(r"(<[^>]*>)")
TEL = re.compile(r"""tel:[^"'>]*""")
#: The same numbers for PostgreSQL, whose regular expressions know no verbose mode.
PROSE_SQL = re.sub(r"\s+", "", IN_PROSE.pattern)


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


def mask_prose(text):
    """Return what people wrote with mobile, service and identity numbers and landlines with
    their area code masked. Bare runs of eight digits stay: in prose they are orders and sums.

    >>> mask_prose("回电13812344087，单号20261188，身份证11010519491231002X")
    '回电138****4087，单号20261188，身份证110*************2X'
    """
    return IN_PROSE.sub(lambda found: mask_number(found.group()), text) if text else text


def mask_html(html):
    """Return ``html`` with the numbers in its text and in ``tel:`` links masked; its type stays.

    >>> mask_html('<p data-id="13812344087">call <a href="tel:13812344087">13812344087</a></p>')
    '<p data-id="13812344087">call <a href="tel:138****4087">138****4087</a></p>'
    """
    if not html:
        return html
    parts = MARKUP.split(str(html))
    parts[::2] = map(mask_prose, parts[::2])
    parts[1::2] = [TEL.sub(lambda link: mask_prose(link.group()), tag) for tag in parts[1::2]]
    return type(html)("".join(parts))


def unmask(text, original):
    """Return ``text`` with each masked number put back that stands in full in ``original``.

    A mask that two numbers of the original share stays as it is.

    >>> unmask("<p>call 138****4087 today</p>", "<p>call 13812344087</p>")
    '<p>call 13812344087 today</p>'
    """
    full = {}
    for found in IN_PROSE.finditer(original or ""):
        full.setdefault(mask_number(found.group()), set()).add(found.group())
    for masked, numbers in full.items():
        if len(numbers) == 1:
            text = text.replace(masked, *numbers)
    return text


def is_full_number(text):
    """Tell whether ``text`` is a whole phone or identity number, not a part of one.

    >>> [is_full_number(t) for t in ("138 1234 4087", "010-55501234", "1381234", "王芳", None)]
    [True, True, False, False, False]
    """
    return bool(text) and bool(IN_PROSE.fullmatch(str(text).strip()))


def written_forms(number):
    """Return the ways the same Chinese ``number`` is written, without separators.

    >>> sorted(written_forms("0086 138-1234-4087"))
    ['+8613812344087', '13812344087', '8613812344087']
    >>> sorted(written_forms("010-55501234")), written_forms("8001")
    (['+861055501234', '01055501234', '861055501234'], {'8001'})
    """
    compact = SEPARATORS.sub("", number)
    found = re.fullmatch(r"(?:\+86|0086|86)?0?(1[3-9]\d{9})", compact)
    if not found:
        found = re.fullmatch(r"(?:(?:\+86|0086|86)0?|0)((?:10|2\d|[3-9]\d\d)\d{7,8})", compact)
    if not found:
        return {compact}
    key = found[1]
    national = key if MOBILE.fullmatch(key) else f"0{key}"
    return {national, f"86{key}", f"+86{key}"}


def national_number(number):
    """Return the one form of a Chinese ``number`` that stands for all its written forms.

    >>> [national_number(n) for n in ("+86 138 1234 4087", "86 10 5550 1234", "8001")]
    ['13812344087', '01055501234', '8001']
    """
    return min(written_forms(number), key=lambda form: (form.startswith(("+", "86")), form))


def may_guess(text):
    """Tell whether a search for ``text`` in prose could find out a number digit by digit.

    >>> [may_guess(t) for t in ("退款", "1381", "12月", "13812344087")]
    [False, True, True, False]
    """
    return any(map(str.isdigit, str(text))) and not is_full_number(text)


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
