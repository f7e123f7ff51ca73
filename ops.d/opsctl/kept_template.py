"""The template of the native addons kept in the cache, so another checkout need not build it.

Building takes minutes, restoring seconds. A kept template is a folder `natives-<mark>` with a dump
and a filestore; like every download it counts only with its `.complete`. Only for our own server:
somebody else's may be of another version.
"""

import os
import shutil
import tempfile
from pathlib import Path

KEPT = 3


class KeptTemplate:
    """The copy of one template in the cache of this user."""

    def __init__(self, places, server, mark):
        self._server = server
        self._filestores = places.data / "filestore"
        self._folder = places.cache / f"natives-{mark}"

    def restore(self, name):
        """Fills the new database `name` and its filestore; False when there is nothing kept."""
        if os.environ.get("PGHOST") or not (self._folder / ".complete").exists():
            return False
        self._server.sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
        dump = self._folder / "database.dump"
        if not self._server.client("pg_restore", "--no-owner", "-d", name, dump):
            self._server.sql(f'DROP DATABASE "{name}" WITH (FORCE)')
            return False
        shutil.copytree(self._folder / "filestore", self._filestores / name)
        return True

    def save(self, name):
        """Keeps the finished database `name`; the oldest of too many goes."""
        if os.environ.get("PGHOST") or not os.access(self._folder.parent, os.W_OK):
            return
        building = Path(tempfile.mkdtemp(prefix="natives-new-", dir=self._folder.parent))
        options = ["-Fc", "--no-owner", "-f", building / "database.dump", name]
        if self._server.client("pg_dump", *options):
            shutil.copytree(self._filestores / name, building / "filestore")
            (building / ".complete").touch()
            shutil.rmtree(self._folder, ignore_errors=True)
            building.rename(self._folder)
            self._thin_out()
        shutil.rmtree(building, ignore_errors=True)

    def _thin_out(self):
        found = self._folder.parent.glob("natives-*/.complete")
        for old in sorted(found, key=lambda mark: mark.stat().st_mtime)[:-KEPT]:
            shutil.rmtree(old.parent, ignore_errors=True)
