"""What vehicles, cards and terminals are known by: plates, VIN, ICCID, IMEI and their likes.

``normal_*`` brings a text as people and files write it into the one form that is kept;
``*_problems`` return the codes of what is wrong with it. One in ``NOTES`` is only shown: real cards
and terminals fail it too often. One in ``OVERRIDABLE`` needs a recorded reason. Every other one is
refused.
"""

import re
import unicodedata

#: Plate colours of JT/T 415, extended by JT/T 697.7.
COLOURS = {
    "0": "unplated",
    "1": "blue",
    "2": "yellow",
    "3": "black",
    "4": "white",
    "5": "green",
    "9": "other",
    "91": "agricultural yellow",
    "92": "agricultural green",
    "93": "yellow and green",
    "94": "gradient green",
}
UNPLATED = "0"

_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_LETTER = "A-HJ-NP-Z"  # no I and O on plates
_ENERGY = "A-HJK"  # marks of new energy: D A B C E electric, F G H J K others
#: Kind of plate → its form and the colours it comes in.
_PLATES = (
    ("energy_small", rf"[{_PROVINCES}][{_LETTER}][{_ENERGY}][{_LETTER}0-9][0-9]{{4}}", {"94"}),
    ("energy_large", rf"[{_PROVINCES}][{_LETTER}][0-9]{{5}}[{_ENERGY}]", {"93"}),
    ("trailer", rf"[{_PROVINCES}][{_LETTER}][{_LETTER}0-9]{{4}}挂", {"2"}),
    ("training", rf"[{_PROVINCES}][{_LETTER}][{_LETTER}0-9]{{4}}学", {"1", "2"}),
    ("police", rf"[{_PROVINCES}][{_LETTER}][{_LETTER}0-9]{{4}}警", {"4"}),
    ("border", rf"[{_PROVINCES}][{_LETTER}][{_LETTER}0-9]{{4}}[港澳]", {"3"}),
    ("ordinary", rf"[{_PROVINCES}][{_LETTER}][{_LETTER}0-9]{{5}}", {"1", "2", "3", "4", "9"}),
    ("agricultural", rf"[{_PROVINCES}][0-9]{{7}}", {"91", "92"}),
    ("test", rf"测[{_LETTER}][{_LETTER}0-9]{{5}}", {"1", "2"}),
)
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_VALUES = {
    **{str(digit): digit for digit in range(10)},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    "P": 7,
    "R": 9,
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}
_ICCID = re.compile(r"89[0-9A-F]{17,18}")
_MSISDN = re.compile(r"1[3-9][0-9]{9}|1(?:0646|0647|0648|0649|4[0-9]{3})[0-9]{8}")
#: Issuers of Chinese cards by the first six digits of the ICCID.
_ISSUERS = {
    **dict.fromkeys(("898600", "898602", "898604", "898607", "898608"), "mobile"),
    **dict.fromkeys(("898613", "898615"), "mobile"),
    **dict.fromkeys(("898601", "898606", "898609"), "unicom"),
    **dict.fromkeys(("898603", "898611", "898612"), "telecom"),
}
#: Problems that are only shown, and those a person may override with a reason.
NOTES = frozenset(("iccid_luhn", "imei_luhn"))
OVERRIDABLE = frozenset(("plate_colour", "plate_test", "vin_check"))


def _plain(text):
    """Half-width capitals without blanks and marks between.

    >>> _plain(" 豫a·123 45\\u200b")
    '豫A12345'
    """
    text = unicodedata.normalize("NFKC", text or "").upper()
    return re.sub(r"[\s·•・.\-‐–—_]|[^\w]", "", text)


def normal_plate(text):
    """A plate as it is kept.

    >>> normal_plate("豫Ａ·12345"), normal_plate("豫a-1234挂")
    ('豫A12345', '豫A1234挂')
    """
    return _plain(text)


def plate_kind(plate):
    """The kind of a plate in normal form, None when it is none.

    >>> plate_kind("豫AD12345"), plate_kind("豫A1234"), plate_kind("豫A1234I")
    ('energy_small', None, None)
    """
    return next((kind for kind, form, _colours in _PLATES if re.fullmatch(form, plate)), None)


def plate_problems(plate, colour):
    """Codes of what is wrong with a plate of a colour; an unplated vehicle has none.

    >>> plate_problems("豫A12345", "2"), plate_problems("豫A12345D", "2")
    ([], ['plate_colour'])
    >>> plate_problems("豫A1234", "2"), plate_problems("测A12345", "1")
    (['plate_form'], ['plate_test'])
    """
    if colour == UNPLATED:
        return []
    kind = plate_kind(plate)
    if kind is None:
        return ["plate_form"]
    colours = next(colours for name, _form, colours in _PLATES if name == kind)
    wrong = [] if colour in colours else ["plate_colour"]
    return [*wrong, "plate_test"] if kind == "test" else wrong


def vin_problems(vin):
    """Codes of what is wrong with a VIN by GB 16735.

    >>> vin_problems("1HGBH41JXMN109186"), vin_problems("5J6HYJ8V45L009357")
    ([], ['vin_check'])
    >>> vin_problems("1HGBH41JXMN10918O")
    ['vin_form']
    """
    if not _VIN.fullmatch(vin):
        return ["vin_form"]
    total = sum(_VIN_VALUES[char] * weight for char, weight in zip(vin, _VIN_WEIGHTS, strict=True))
    return [] if "0123456789X"[total % 11] == vin[8] else ["vin_check"]


def normal_vin(text):
    """A VIN as it is kept.

    >>> normal_vin(" lgax2a133k0000002 ")
    'LGAX2A133K0000002'
    """
    return _plain(text)


def normal_iccid(text):
    """A card number as it is kept: no blanks; the F that fills up a 19-digit one is dropped.

    >>> normal_iccid("8986 0326 4100 0000 001F"), normal_iccid("898604a7012070271502")
    ('8986032641000000001', '898604A7012070271502')
    """
    number = _plain(text)
    return number[:-1] if len(number) == 20 and number.endswith("F") else number


def iccid_problems(iccid):
    """Codes of what is wrong with a card number; the check digit of real cards is often wrong.

    >>> iccid_problems("89860117801086222165"), iccid_problems("89860477012070271502")
    ([], ['iccid_luhn'])
    >>> iccid_problems("898604A7012070271502"), iccid_problems("1234")
    ([], ['iccid_form'])
    """
    if not _ICCID.fullmatch(iccid):
        return ["iccid_form"]
    return ["iccid_luhn"] if iccid.isdigit() and not luhn(iccid) else []


def issuer(iccid):
    """Whose card it is by its number, None when it cannot be told.

    >>> issuer("89860117801086222165"), issuer("8942310221007544309")
    ('unicom', None)
    """
    return _ISSUERS.get(iccid[:6])


def luhn(digits):
    """Tell whether the last digit is the check digit of the others.

    >>> luhn("8942310221007544309"), luhn("8942310221007544308")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def normal_msisdn(text):
    """The number of a card as it is kept, without the country's.

    >>> normal_msisdn("+86 1064 7000 00001"), normal_msisdn("8613800000000")
    ('1064700000001', '13800000000')
    """
    number = _plain(text).lstrip("+")
    return number[2:] if number.startswith("86") and len(number) in (13, 15) else number


def msisdn_problems(msisdn):
    """Codes of what is wrong with the number of a card: 11 digits, or 13 of the machines.

    >>> msisdn_problems("1410000000001"), msisdn_problems("13800000000")
    ([], [])
    >>> msisdn_problems("12345")
    ['msisdn_form']
    """
    return [] if _MSISDN.fullmatch(msisdn) else ["msisdn_form"]


def imei_problems(imei):
    """Codes of what is wrong with an IMEI.

    >>> imei_problems("490154203237518"), imei_problems("490154203237519")
    ([], ['imei_luhn'])
    >>> imei_problems("49015420323751")
    ['imei_form']
    """
    if not re.fullmatch(r"[0-9]{15}", imei):
        return ["imei_form"]
    return [] if luhn(imei) else ["imei_luhn"]


def normal_serial(text):
    """The serial of a terminal as it is kept: what a scanner adds around it is dropped.

    >>> normal_serial(" bd-s1 0001\\t")
    'BD-S1 0001'
    """
    return " ".join(unicodedata.normalize("NFKC", text or "").upper().split())


def normal_digits(text):
    """Digits alone, of an IMEI, an IMSI or a terminal's telephone number.

    >>> normal_digits("49-015420-323751-8")
    '490154203237518'
    """
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text or ""))
