"""pytest plugin for `core/`, `tests/core/` and `tests/`: addons as packages without models.

An addon's own `__init__` would import models, which need a running Odoo. Here the names
`<addon>` and `odoo.addons.<addon>` (and their `tests`) are packages with a path and nothing in
them, so `odoo.addons.<addon>.core...` and relative imports inside core work, and nothing else.
"""

import sys
from pathlib import Path
from types import ModuleType

ADDONS = Path(__file__).parents[2] / "addons"


def _bare(name, folder):
    module = ModuleType(name)
    module.__path__ = [str(folder)]
    sys.modules[name] = module
    parent, _dot, child = name.rpartition(".")
    if parent in sys.modules:
        setattr(sys.modules[parent], child, module)


def pytest_configure(config):
    """Registers the bare packages before anything is collected."""
    for name in ("odoo", "odoo.addons"):
        _bare(name, ADDONS)
    for manifest in sorted(ADDONS.glob("*/__manifest__.py")):
        addon = manifest.parent
        for prefix in ("", "odoo.addons."):
            _bare(prefix + addon.name, addon)
            _bare(f"{prefix}{addon.name}.tests", addon / "tests")
