"""Numbers hidden in free text, and cells a spreadsheet must not calculate."""

import re

#: 7 digits are the shortest subscriber number; a mobile number may be written in groups.
_NUMBER = re.compile(r"1[3-9]\d[ -]\d{4}[ -]\d{4}|\d{7,}")
#: Unix seconds of this century's logs; no Chinese number has ten digits and starts with 1.
_EPOCH = re.compile(r"1\d{9}")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def mask_numbers(text):
    """Digit runs that may be a telephone or identity number keep three and four digits.

    >>> mask_numbers("1700000000|c1|q|NONE|ENTERQUEUE||13812344087|1")
    '1700000000|c1|q|NONE|ENTERQUEUE||138****4087|1'
    """
    return _NUMBER.sub(_mask_match, text or "")


def _mask_match(match):
    digits = match.group()
    if _EPOCH.fullmatch(digits):
        return digits
    return f"{digits[:3]}****{digits[-4:]}"


def formula_safe(cell):
    """The cell as text for a spreadsheet: one that would be calculated gets an apostrophe.

    >>> formula_safe("=1+1"), formula_safe("plain")
    ("'=1+1", 'plain')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
