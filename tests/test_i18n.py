"""Every term of every addon has its Chinese: views, fields, code and JavaScript."""

import json

import polib
import pytest

from opsctl import addons
from opsctl.places import Places
from tests import harness

SUITE = addons.suite(Places(harness.Path(__file__).resolve().parents[1]))
ALL = [pytest.param(addon, id=name) for name, addon in SUITE.items()]
EXPORT = """
import io, json, polib
from odoo.tools.translate import trans_export
terms = {{}}
for name in {names!r}:
    buffer = io.BytesIO()
    trans_export(None, [name], buffer, "po", env)
    terms[name] = [entry.msgid for entry in polib.pofile(buffer.getvalue().decode())]
print(json.dumps(terms))
"""


@pytest.fixture(scope="module")
def exported(site):
    """Terms per addon, as Odoo finds them in a database without demo data."""
    done = site.run(site.plain, EXPORT.format(names=list(SUITE)))
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("addon", ALL)
def test_chinese_is_complete(exported, addon):
    """No term is missing, empty or fuzzy; './ops i18n' adds what is new."""
    path = addon.path / "i18n" / "zh_CN.po"
    assert path.exists(), "no zh_CN.po: run ./ops i18n"
    catalogue = polib.pofile(str(path))
    good = {e.msgid for e in catalogue if e.msgstr and "fuzzy" not in e.flags and not e.obsolete}
    missing = sorted(set(exported[addon.name]) - good)
    assert not missing, f"{len(missing)} terms without Chinese in {addon.name}"
