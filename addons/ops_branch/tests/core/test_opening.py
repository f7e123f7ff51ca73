import pytest

from odoo.addons.ops_branch.core.opening import Wrong, amount, quantity


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (amount, "-1", "amount"),
        (amount, "1.005", "amount"),
        (amount, "999999999999", "amount"),
        (amount, "abc", "number"),
        (amount, "nan", "number"),
        (quantity, "0", "quantity"),
        (quantity, "inf", "number"),
        (quantity, "2 pieces", "number"),
    ],
)
def test_what_cannot_be_taken_says_why(read, text, code):
    with pytest.raises(Wrong, match=code):
        read(text)
