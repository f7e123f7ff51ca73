"""Numbers of letters: a pattern, a year and a running number make the text on the paper."""

import re

_TOKEN = re.compile(r"\{(\w*)\}")
_KNOWN = {"year", "number"}


def render(pattern: str, year: int, number: int, digits: int = 1) -> str:
    """Return the number as it stands on the letter; only the two known tokens are replaced.

    >>> render("恒运发〔{year}〕{number}号", 2026, 12)
    '恒运发〔2026〕12号'
    >>> render("收-{year}-{number}", 2026, 7, digits=4)
    '收-2026-0007'
    """
    values = {"year": f"{year}", "number": f"{number:0{max(digits, 1)}d}"}
    return _TOKEN.sub(lambda match: values.get(match[1], match[0]), pattern)


def unknown_tokens(pattern: str) -> list[str]:
    """Return what stands in braces and is not known.

    >>> unknown_tokens("{year}-{month}-{number}"), unknown_tokens("{year}{number}")
    (['month'], [])
    """
    return [name for name in _TOKEN.findall(pattern) if name not in _KNOWN]


def missing_tokens(pattern: str) -> list[str]:
    """Return the known tokens without which two letters could get the same number.

    >>> missing_tokens("恒运发{number}号"), missing_tokens("{year}{number}")
    (['year'], [])
    """
    return sorted(_KNOWN - set(_TOKEN.findall(pattern)))
