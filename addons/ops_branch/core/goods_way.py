"""Goods on the way: what was sent against what arrived, and how long it has been under way."""

#: Days on the way from which on a class of age begins.
AGES = (0, 4, 8, 16)
DIGITS = 6


def compare(sent, arrived):
    """What arrived as sent, what is missing, what came without being on the list.

    :param sent: ``{key: quantity}``; :param arrived: the same
    :return: (accepted, missing, surplus), each ``{key: quantity above zero}``

    >>> compare({"a": 5, "b": 1}, {"a": 3, "c": 1})
    ({'a': 3}, {'a': 2, 'b': 1}, {'c': 1})
    """
    keys = dict.fromkeys([*sent, *arrived])
    pairs = {key: (sent.get(key, 0), arrived.get(key, 0)) for key in keys}
    accepted = {key: min(pair) for key, pair in pairs.items()}
    missing = {key: round(pair[0] - pair[1], DIGITS) for key, pair in pairs.items()}
    surplus = {key: -number for key, number in missing.items()}
    return _above_zero(accepted), _above_zero(missing), _above_zero(surplus)


def _above_zero(numbers):
    return {key: number for key, number in numbers.items() if number > 0}


def age_class(days):
    """The first day of the class of age a number of days belongs to.

    >>> [age_class(days) for days in (0, 3, 4, 15, 40)]
    [0, 0, 4, 8, 16]
    """
    return max(age for age in AGES if age <= max(days, 0))
