"""Each addon installs alone without a warning, and leaves nothing behind when uninstalled."""

import re

import pytest

from opsctl import addons
from opsctl.places import Places
from tests import harness

SUITE = addons.suite(Places(harness.Path(__file__).resolve().parents[1]))
ALL = [pytest.param(addon, id=name) for name, addon in SUITE.items()]
LINE = re.compile(r"^\S+ \S+ \d+ (?P<level>[A-Z]+) \S+ (?P<said>.*)$")
ABOUT_US = re.compile(r"\bops[._]|account_reconcile_oca")
UNINSTALL = """
module = env["ir.module.module"].search([("name", "=", {name!r})])
module.button_immediate_uninstall()
"""
TABLES = """
SELECT table_name || '.' || column_name FROM information_schema.columns
 WHERE table_schema = 'public'
"""
INSTALLED = "SELECT state FROM ir_module_module WHERE name = '{name}'"
LEFT_BEHIND = """
SELECT model || ' ' || name FROM ir_model_data WHERE module = '{name}'
 UNION ALL SELECT 'model ' || model FROM ir_model WHERE model LIKE 'ops.%'
 UNION ALL SELECT 'parameter ' || key FROM ir_config_parameter WHERE key LIKE '{name}.%'
"""


def complaints(log):
    """Warnings and errors of a log that concern the suite, with the lines that follow them."""
    found, open_entry = [], False
    for line in log.read_text().splitlines():
        match = LINE.match(line)
        if match:
            open_entry = match["level"] in ("WARNING", "ERROR", "CRITICAL")
            if open_entry:
                found.append(match["said"])
        elif open_entry:
            found[-1] += f"\n{line}"
    return [entry for entry in found if ABOUT_US.search(entry)]


def columns(site, database):
    """All columns of all tables."""
    return {row[0] for row in site.sql(database, TABLES)}


def _below(addon):
    """Names of the addons of the suite it builds on, each before those it builds on itself."""
    direct = [SUITE[name] for name in addon.depends if name in SUITE]
    below = [name for other in direct for name in (other.name, *_below(other))]
    return list(dict.fromkeys(below[::-1]))[::-1]


@pytest.mark.parametrize("addon", ALL)
def test_installs_and_uninstalls_alone(site, fresh, tmp_path, addon):
    """On the natives alone: no complaint on the way in, nothing of it left on the way out."""
    database = fresh(f"{site.places.database}_natives")
    before, log = columns(site, database), tmp_path / "install.log"
    site.databases.install(database, [addon.name], demo=False, log=log)
    assert not complaints(log)
    assert site.sql(database, INSTALLED.format(name=addon.name)) == [["installed"]]
    for name in (addon.name, *_below(addon)):
        site.run(database, UNINSTALL.format(name=name))
    assert not site.sql(database, LEFT_BEHIND.format(name=addon.name))
    assert columns(site, database) == before


def test_demo_install_has_no_complaint(site):
    """The whole suite with its demo data, as the prepared test database was installed."""
    log = site.places.logs / f"install-{site.template}_building.log"
    assert not complaints(log)
