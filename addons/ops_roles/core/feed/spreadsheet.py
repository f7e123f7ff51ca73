"""Cells a spreadsheet must not calculate."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def formula_safe(cell):
    """The cell as text for a spreadsheet: one that would be calculated gets an apostrophe.

    https://owasp.org/www-community/attacks/CSV_Injection names the leading characters.

    >>> formula_safe("=1+1"), formula_safe("plain")
    ("'=1+1", 'plain')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
