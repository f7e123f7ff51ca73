"""Where everything lives: project, its state folder, the cache of this user, the environment."""

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


def digest(*parts):
    """Short stable fingerprint of texts and bytes.

    >>> digest("a", b"b") == digest(b"a", "b"), len(digest("a"))
    (True, 16)
    """
    sums = (hashlib.sha256(p.encode() if isinstance(p, str) else p).digest() for p in parts)
    return hashlib.sha256(b"".join(sums)).hexdigest()[:16]


@dataclass(frozen=True)
class Places:
    """All paths and settings of one checkout."""

    project: Path

    @property
    def addons(self):
        """The suite's own addons."""
        return self.project / "addons"

    @property
    def locks(self):
        """Requirement files with pinned versions."""
        return self.project / "ops.d" / "lock"

    @cached_property
    def state(self):
        """Everything this checkout makes: venvs, configuration, data, logs."""
        return self._made(self.project / ".ops")

    @cached_property
    def cache(self):
        """Downloads shared by all checkouts of this user; our own when the home is read-only.

        An image's is read-only and filled: it serves as it is.
        """
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        return self._usable(Path(base, "ops-suite")) or self._made(self.state / "cache")

    @cached_property
    def logs(self):
        """One file per kind of background work."""
        return self._made(self.state / "log")

    @property
    def data(self):
        """Odoo's data folder: filestores and sessions."""
        return Path(os.environ.get("OPS_DATA") or self.state / "data")

    @property
    def venv(self):
        """Odoo's virtual environment."""
        return self.state / "venv"

    @property
    def lint_venv(self):
        """The linters' own, as their requirements clash with Odoo's."""
        return self.state / "venv-lint"

    @property
    def oca(self):
        """Addons of others installed beside the suite."""
        return self.state / "oca" / "odoo" / "addons"

    @property
    def database(self):
        """Name of the database that is served; the other databases start with it."""
        return os.environ.get("OPS_DB", "ops")

    @property
    def port(self):
        """Port of the web server on 127.0.0.1."""
        return int(os.environ.get("OPS_PORT", "8069"))

    @staticmethod
    def _made(path):
        path.mkdir(parents=True, exist_ok=True)
        return path

    @classmethod
    def _usable(cls, path):
        try:
            writable = path.is_absolute() and os.access(cls._made(path), os.W_OK)
        except OSError:
            return None
        return path if writable or any(path.glob("*/.complete")) else None

    def stamp(self, name):
        """The remembered fingerprint of a finished step, empty when it never finished."""
        path = self.state / "stamps" / name
        return path.read_text() if path.exists() else ""

    def finish(self, name, mark):
        """Remembers that a step is finished for that fingerprint."""
        self._made(self.state / "stamps").joinpath(name).write_text(mark)
