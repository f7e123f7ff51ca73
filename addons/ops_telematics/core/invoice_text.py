"""Amounts as bills of operators write them."""

import re
from decimal import Decimal, InvalidOperation

_MONEY = re.compile(r"[¥¥元,,\s]|CNY|RMB", re.IGNORECASE)
LARGEST = Decimal(10) ** 9


def money(text):
    """An amount of a bill, or None when it is none.

    >>> money("¥1,234.50"), money("-2.00元"), money("(3.10)"), money("2,00x")
    (Decimal('1234.50'), Decimal('-2.00'), Decimal('-3.10'), None)
    """
    text = _MONEY.sub("", text)
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < LARGEST else None
