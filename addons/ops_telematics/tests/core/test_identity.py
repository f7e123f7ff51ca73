"""Identity against published vectors: VIN, ICCID of real frames, plates with their colours."""

import json
from pathlib import Path

import pytest

from odoo.addons.ops_telematics.core import identity

VECTORS = json.loads(Path(__file__).with_name("identity_vectors.json").read_text())


@pytest.mark.parametrize("case", VECTORS["vin"], ids=lambda case: case["vin"])
def test_vin(case):
    assert (not identity.vin_problems(case["vin"])) is case["valid"]


@pytest.mark.parametrize("letter", VECTORS["vin_rule"]["forbidden"])
def test_vin_without_letters_that_look_like_digits(letter):
    assert identity.vin_problems(f"1HGBH41JXMN10918{letter}") == ["vin_form"]


@pytest.mark.parametrize("case", VECTORS["iccid"], ids=lambda case: case["iccid"])
def test_iccid(case):
    problems = identity.iccid_problems(case["iccid"])
    assert problems == ([] if case["luhn"] else ["iccid_luhn"])
    assert set(problems) <= identity.NOTES


@pytest.mark.parametrize(("plate", "valid", "_kind", "colours"), VECTORS["plates"], ids=str)
def test_plate(plate, valid, _kind, colours):
    assert (identity.plate_kind(plate) is not None) is valid
    right = {
        int(colour)
        for colour in identity.COLOURS
        if colour != identity.UNPLATED
        and not {"plate_form", "plate_colour"} & set(identity.plate_problems(plate, colour))
    }
    assert right == set(colours)


def test_colours_are_those_of_the_standard():
    assert list(identity.COLOURS) == list(VECTORS["plate_colour_codes"])


def test_trailer_and_unplated():
    assert identity.plate_problems("豫A1234挂", "2") == []
    assert identity.plate_problems("豫A1234挂", "1") == ["plate_colour"]
    assert identity.plate_problems("LGAX2A133K0000002", "0") == []


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (" 898603 2641 000000001 ", "8986032641000000001"),
        ("8986032641000000001f", "8986032641000000001"),
        ("89860117801086222165", "89860117801086222165"),
        ("8986-0117-8010-8622-2165", "89860117801086222165"),
    ],
)
def test_iccid_as_files_write_it(raw, kept):
    assert identity.normal_iccid(raw) == kept
