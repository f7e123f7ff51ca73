"""Volumes and days as operators write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ops_telematics.core.usage_text import Wrong, megabytes, month_and_day

VOLUMES = st.decimals(0, 90000, places=3)


@given(VOLUMES)
def test_every_unit_says_the_same(volume):
    """A gigabyte is 1024 MB, a megabyte 1024 KB, and none of it is rounded."""
    assert megabytes(f"{volume}MB") == megabytes(str(volume)) == volume
    assert megabytes(f"{volume}KB") * 1024 == volume
    assert megabytes(str(volume), "KB") == megabytes(f"{volume} kb")
    assert megabytes(f"{volume}G") == volume * 1024
    assert megabytes(f"{volume}B") * 1024 == megabytes(f"{volume}K")


@pytest.mark.parametrize("text", ["", "-", "12,5x", "-3", "1e3", "9999999999", "MB", "1.2.3"])
def test_what_is_no_volume(text):
    with pytest.raises(Wrong):
        megabytes(text)


@pytest.mark.parametrize("text", ["2026-02-29", "2026-13-01", "26-10-03", "昨天", "2026-1032"])
def test_what_is_no_day(text):
    with pytest.raises(Wrong):
        month_and_day(text)


def test_thousands_of_some_operators():
    assert megabytes("12500", "KB", 1000) == Decimal("12.5")
