"""Texts with variables in braces: contracts and reminders; days as they stand on Chinese papers."""

import re
from collections.abc import Iterable
from datetime import date

_TOKEN = re.compile(r"\{(\w*)\}")
#: What may stand in braces in the clauses of a contract.
CONTRACT = (
    *("subject", "customer", "customer_address", "company", "company_address"),
    *("amount", "amount_capital", "date", "date_from", "date_to", "salesperson", "branch"),
)
#: What may stand in braces in a reminder of a payment.
DUNNING = ("customer", "company", "contract", "part", "due_on", "amount", "days", "salesperson")


def render(text: str, values: dict) -> str:
    """Return the text with its variables filled in; what has no value leaves room to write.

    >>> render("甲方：{customer}，总价 {amount} 元", {"customer": "示例物流", "amount": ""})
    '甲方：示例物流，总价 ______ 元'
    >>> render("{unknown} stays", {"customer": "示例物流"})
    '{unknown} stays'
    """
    return _TOKEN.sub(
        lambda match: str(values[match[1]] or "______") if match[1] in values else match[0], text
    )


def unknown_variables(text: str, known: Iterable[str]) -> list[str]:
    """Return what stands in braces and means nothing.

    >>> unknown_variables("{customer} pays {price}", CONTRACT), unknown_variables("{}", DUNNING)
    (['price'], [''])
    """
    return [name for name in _TOKEN.findall(text or "") if name not in known]


def chinese_date(day: date | None) -> str:
    """Return a day as it stands on papers.

    >>> chinese_date(date(2026, 3, 5)), chinese_date(None)
    ('2026年3月5日', '')
    """
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
