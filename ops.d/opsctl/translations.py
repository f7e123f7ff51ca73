"""`./ops i18n`: each addon's terms exported and merged into its template and zh_CN.po."""

import os

from . import addons as suite_addons
from .say import note, step


def run(shop, _arguments):
    """The command `./ops i18n`; gives 1 when terms are left to translate."""
    places, name = shop.places, f"{shop.places.database}_plain"
    with shop.alone() as databases, step("Terms of every addon"):
        databases.ensure(name, demo=False)
    addons = suite_addons.suite(places)
    folders = os.pathsep.join(str(addon.path) for addon in addons.values())
    left = shop.odoo.script(name, "export_terms.py", addons=folders).strip().splitlines()
    for line in left:
        note(f"    {line}")
    return 1 if left else 0
