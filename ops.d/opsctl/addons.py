"""The suite's addons on disk: manifests, what they need, and fingerprints of their files."""

import ast
from dataclasses import dataclass
from pathlib import Path

from .places import digest

# Beside what our manifests ask for.
BESIDE = ("account", "account_reconcile_oca", "l10n_cn")
# A change in these needs no update of the database.
OUTSIDE_DATABASE = {"tests", "static", "readme", "__pycache__", "core"}


@dataclass(frozen=True)
class Addon:
    """One addon folder."""

    path: Path

    @property
    def name(self):
        """Technical name."""
        return self.path.name

    @property
    def manifest(self):
        """The manifest as a dictionary."""
        return ast.literal_eval((self.path / "__manifest__.py").read_text())

    @property
    def depends(self):
        """Names of the addons it depends on."""
        return self.manifest.get("depends", ["base"])

    def mark(self):
        """Fingerprint of everything a database holds of this addon."""
        files = sorted(p for p in self.path.rglob("*") if self._counts(p))
        named = ((str(p.relative_to(self.path)), p.read_bytes()) for p in files)
        return digest(*(part for pair in named for part in pair))

    def _counts(self, path):
        parts = path.relative_to(self.path).parts
        return path.is_file() and not OUTSIDE_DATABASE.intersection(parts)


def suite(places):
    """All addons of the suite, by name; none is fine."""
    manifests = sorted(places.addons.glob("*/__manifest__.py"))
    addons = (Addon(manifest.parent) for manifest in manifests)
    return {addon.name: addon for addon in addons if addon.manifest.get("installable", True)}


def natives(addons):
    """Names of the addons of others that must be in the database before ours."""
    asked = {name for addon in addons.values() for name in addon.depends}
    return sorted((asked | set(BESIDE)) - set(addons))


def marks(addons):
    """Fingerprint per addon."""
    return {name: addon.mark() for name, addon in addons.items()}
