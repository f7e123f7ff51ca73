"""Codes of the operators' platforms as their manuals list them."""

import pytest

from odoo.addons.ops_telematics.core import sim_state

#: Codes in the order of the canonical states.
MANUALS = {
    "onelink_ct": ("7", "6", "1", "2", "4", "8", "9"),
    "onelink_pb": ("", "", "07", "00", "01 02", "03", "04"),
    "cmp": ("7", "0", "1", "2", "3", "9", "4 5 6"),
    "gsl": ("", "10", "11 13", "20", "14", "", "30"),
}


@pytest.mark.parametrize("platform", MANUALS)
def test_every_code(platform):
    for state, codes in zip(sim_state.STATES, MANUALS[platform], strict=True):
        for code in codes.split():
            assert sim_state.read(platform, code).state == state


def test_every_state_of_the_table_is_canonical():
    found = {one.state for table in sim_state.CODES.values() for one in table.values()}
    assert found <= set(sim_state.STATES)


def test_spreadsheets_drop_the_leading_zero():
    assert sim_state.read("onelink_pb", "1").state == "stopped"


def test_unknown_code():
    assert sim_state.read("cmp", "77") is None
