"""What tells a customer's name from others: the forms of companies and places are taken off.

No Odoo here. Used to find out whether somebody else has registered a customer already.
"""

import re
import unicodedata

#: Forms of companies and words that tell nothing apart, the longest first.
_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "分公司", "总公司", "公司", "集团", "股份")
_PLACES = re.compile(r"(省|市|自治区|特别行政区)")


def customer_key(name: str | None) -> str:
    """Return the part of a company's name that tells it from others.

    >>> customer_key("河南省周口市顺达物流有限公司")
    '河南周口顺达物流'
    >>> customer_key("河南周口顺达物流（集团）有限公司")
    '河南周口顺达物流'
    >>> customer_key(" Shun-Da Logistics "), customer_key(None), customer_key("有限公司")
    ('shundalogistics', '', '')
    """
    plain = unicodedata.normalize("NFKC", name or "").casefold()
    plain = re.sub(r"[\W_]+", "", plain)
    for form in _FORMS:
        plain = plain.replace(form, "")
    return _PLACES.sub("", plain)
