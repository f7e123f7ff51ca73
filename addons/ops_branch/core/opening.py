"""Lines of the opening balances of a branch: amounts of cash, quantities of goods."""

from decimal import Decimal, InvalidOperation

#: Beyond these a figure is a slip of the pen.
LARGEST_YUAN = Decimal(10) ** 8
LARGEST_QUANTITY = Decimal(10) ** 6


class Wrong(ValueError):
    """A value that cannot be taken; the argument is the code of the reason."""


def amount(text):
    """Yuan as a decimal, at most two places; currency signs and thousands marks are dropped.

    >>> amount("¥1,234.50"), amount("0")
    (Decimal('1234.50'), Decimal('0'))
    """
    value = _number(text.replace("¥", "").replace("元", ""))
    if not 0 <= value <= LARGEST_YUAN or value != round(value, 2):
        raise Wrong("amount")
    return value


def quantity(text):
    """A quantity above zero; empty is one, as beside a serial number.

    >>> quantity(""), quantity("2.5")
    (Decimal('1'), Decimal('2.5'))
    """
    value = _number(text) if text else Decimal(1)
    if not 0 < value <= LARGEST_QUANTITY:
        raise Wrong("quantity")
    return value


def _number(text):
    try:
        value = Decimal(text.replace(",", "").replace(",", "").strip())
    except InvalidOperation as error:
        raise Wrong("number") from error
    if not value.is_finite():
        raise Wrong("number")
    return value
