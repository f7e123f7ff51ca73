"""Arithmetic of a till: running balances, counting by denomination, amounts in Chinese capitals.

All amounts are whole fen (1 yuan = 100 fen), so that no sum is ever off by a rounding.
"""

from itertools import accumulate, pairwise

#: Legal tender that is counted, in fen, largest first: notes from 100 yuan, coins down to 1 fen.
DENOMINATIONS = (10000, 5000, 2000, 1000, 500, 100, 50, 10, 1)

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_LARGEST_FEN = 10**18


def to_fen(yuan):
    """Whole fen of an amount in yuan that came as a float or text.

    >>> to_fen(0.29), to_fen("19.99"), to_fen(-3)
    (29, 1999, -300)
    """
    return round(float(yuan) * 100)


def running(opening, amounts):
    """Balance after each amount (in fen; payments are negative), from the opening balance on.

    >>> running(1000, [500, -200])
    [1500, 1300]
    """
    return list(accumulate(amounts, initial=opening))[1:]


def closing(opening, amounts):
    """Balance after all amounts, in fen.

    >>> closing(1000, [500, -200])
    1300
    """
    return opening + sum(amounts)


def counted(pieces):
    """Sum in fen of ``{denomination in fen: number of pieces}``.

    :raise ValueError: for a denomination that does not exist or a number below zero

    >>> counted({10000: 2, 50: 3})
    20150
    """
    if set(pieces) - set(DENOMINATIONS) or any(number < 0 for number in pieces.values()):
        raise ValueError(f"cannot be counted: {pieces}")
    return sum(value * number for value, number in pieces.items())


def first_below_zero(opening, amounts):
    """Position of the first amount that would take more out than there is; None when there is none.

    >>> first_below_zero(100, [-50, -60]), first_below_zero(100, [-50])
    (1, None)
    """
    balances = enumerate(running(opening, amounts))
    return next((place for place, balance in balances if balance < 0), None)


def break_in_chain(days):
    """Position of the first of ``(opening, closing)`` that does not open with the last closing.

    >>> break_in_chain([(0, 5), (5, 7), (8, 9)]), break_in_chain([(0, 5), (5, 5)])
    (2, None)
    """
    pairs = enumerate(pairwise(days), 1)
    return next((place for place, (one, two) in pairs if one[1] != two[0]), None)


def capitals(fen):
    """An amount as it stands on Chinese papers 大写, in the form of the payment regulations.

    :param fen: amount in fen; less than 10**18
    :raise ValueError: for an amount too large to be written

    >>> capitals(140950), capitals(600800), capitals(10700000)
    ('壹仟肆佰零玖元伍角整', '陆仟零捌元整', '壹拾万零柒仟元整')
    >>> capitals(32504), capitals(-5), capitals(0)
    ('叁佰贰拾伍元零肆分', '负伍分', '零元整')
    """
    if abs(fen) >= _LARGEST_FEN:
        raise ValueError(f"{fen} fen cannot be written in capitals")
    yuan, rest = divmod(abs(fen), 100)
    sign = "负" if fen < 0 else ""
    if not yuan and not rest:
        return "零元整"
    whole = f"{_integer(yuan)}元" if yuan else ""
    return sign + whole + _small(yuan, *divmod(rest, 10))


def _small(yuan, jiao, fen):
    if not jiao and not fen:
        return "整"
    if not fen:
        return f"{_DIGITS[jiao]}角整"
    gap = "零" if yuan and not jiao else ""
    return gap + (f"{_DIGITS[jiao]}角" if jiao else "") + f"{_DIGITS[fen]}分"


def _integer(number):
    """A whole number above zero, in groups of four digits; one zero stands for several."""
    text, gap = "", False
    for group in range(len(_GROUPS) - 1, -1, -1):
        part = number // 10 ** (4 * group) % 10**4
        if not part:
            gap = gap or bool(text)
            continue
        text += "零" if text and (gap or part < 1000) else ""
        text += _four(part) + _GROUPS[group]
        # 107000 is written with a zero: the group before ended in one.
        gap = part % 10 == 0
    return text


def _four(number):
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return text
