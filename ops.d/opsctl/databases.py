"""Databases: the natives once as a template, everything else cloned from it.

A finished database carries a comment (JSON: fingerprints of the addons in it, demo or not).
It is built under another name and renamed at the end, so a name never holds a half-built one.
"""

import json
import os
import secrets
import shutil
from datetime import UTC, datetime

from . import addons as suite_addons
from .kept_template import KeptTemplate
from .odoo import DEMO, SCRIPTS
from .places import digest
from .say import Failure, step

# The administrator's first password, when whoever starts it wants to choose.
FIRST_PASSWORD = "OPS_ADMIN_PASSWORD"


def _today():
    return datetime.now(UTC).date().isoformat()


class Databases:
    """All databases of one checkout."""

    def __init__(self, places, source, server, odoo):
        self._places, self._source, self._server, self._odoo = places, source, server, odoo

    def notes(self, name):
        """What we wrote on a database when it was finished; None when there is no database."""
        query = "SELECT coalesce(shobj_description(oid, 'pg_database'), '')"
        rows = self._server.sql(f"{query} FROM pg_database WHERE datname = '{name}'")
        if not rows:
            return None
        text = rows[0][0]
        return json.loads(text) if text.startswith('{"ops":') else {}

    def remember(self, name, **facts):
        """Writes the comment of a finished database."""
        text = json.dumps({"ops": 1, **facts}).replace("'", "''")
        self._server.sql(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")

    def drop(self, name):
        """Removes a database and its files, whoever is connected."""
        self._server.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self._filestore(name), ignore_errors=True)

    def clone(self, origin, name):
        """A copy in half a second; attachments are hard links, as Odoo never rewrites them."""
        self.drop(name)
        self._server.sql(f'CREATE DATABASE "{name}" TEMPLATE "{origin}" STRATEGY FILE_COPY')
        if self._filestore(origin).exists():
            shutil.copytree(self._filestore(origin), self._filestore(name), copy_function=os.link)

    def rename(self, origin, name):
        """Gives a finished database its name."""
        self._server.sql(f'ALTER DATABASE "{origin}" RENAME TO "{name}"')
        shutil.rmtree(self._filestore(name), ignore_errors=True)
        if self._filestore(origin).exists():
            self._filestore(origin).rename(self._filestore(name))

    def natives(self):
        """The template with the native addons, zh_CN, China's chart and no demo; its name."""
        name = f"{self._places.database}_natives"
        modules = suite_addons.natives(suite_addons.suite(self._places))
        mark = digest(self._source.mark, *modules, *self._beside())
        if (self.notes(name) or {}).get("natives") == mark:
            return name
        with step(f"Native addons: {', '.join(modules)}"):
            building = f"{name}_building"
            self.drop(building)
            kept = KeptTemplate(self._places, self._server, mark)
            if not kept.restore(building):
                self._build_natives(building, modules)
                kept.save(building)
            self.drop(name)
            self.rename(building, name)
            self.remember(name, natives=mark)
        return name

    def _beside(self):
        lock = (self._places.locks / "oca.txt").read_text()
        return [lock, *((SCRIPTS / f).read_text() for f in ("country.py", "company.py"))]

    def _build_natives(self, name, modules):
        self._odoo.change(name, "-i", "base", "--load-language=zh_CN")
        self._odoo.script(name, "country.py")
        self._odoo.change(name, "-i", ",".join(modules))
        self._odoo.script(name, "company.py")

    def build(self, name, demo):
        """A fresh database with the whole suite, under its name only when it is complete."""
        origin, addons = self.natives(), suite_addons.suite(self._places)
        building = f"{name}_building"
        self._odoo.log_of(building).unlink(missing_ok=True)
        with step(f"Database {name}: {', '.join(addons) or 'no addons yet'}"):
            self.clone(origin, building)
            self.install(building, addons, demo)
            self.drop(name)
            self.rename(building, name)
            self.remember(name, demo=demo, addons=suite_addons.marks(addons), day=_today())

    def install(self, name, addons, demo, log=None):
        """Installs addons of ours; only they get demo data, never the natives."""
        if not addons:
            return
        self._install_natives(name)
        if demo:
            done = "UPDATE ir_module_module SET demo = true WHERE state = 'installed'"
            self._server.sql(done, name)
        options = [DEMO] if demo else []
        self._odoo.change(name, "-i", ",".join(addons), *options, log=log)

    def _install_natives(self, name):
        """Natives an addon asks for since this database was built: before it, without demo data."""
        asked = suite_addons.natives(suite_addons.suite(self._places))
        done = self._server.sql("SELECT name FROM ir_module_module WHERE state = 'installed'", name)
        missing = [native for native in asked if [native] not in done]
        if missing:
            self._odoo.change(name, "-i", ",".join(missing))

    def ensure(self, name, demo):
        """The database as the addons on disk want it: built, updated, or left alone."""
        notes = self.notes(name)
        if notes == {}:
            raise Failure(
                f"the database '{name}' was not made by ./ops.",
                "name another with OPS_DB=..., or remove that one yourself.",
            )
        if notes is None:
            self.build(name, demo)
        elif notes["addons"] != suite_addons.marks(suite_addons.suite(self._places)):
            self._update(name, notes)

    def renew(self, name, demo):
        """The database built today from the addons as they are, never updated from older ones.

        Demo data are dated from the day of the installation.
        """
        notes, addons = self.notes(name) or {}, suite_addons.suite(self._places)
        if (notes.get("addons"), notes.get("day")) != (suite_addons.marks(addons), _today()):
            self.build(name, demo)

    def _update(self, name, notes):
        addons = suite_addons.suite(self._places)
        marks, known = suite_addons.marks(addons), notes["addons"]
        new = [a for a in addons if a not in known]
        changed = [a for a in addons if a in known and known[a] != marks[a]]
        with step(f"Database {name}: {', '.join(new + changed) or 'nothing to do'}"):
            if changed:
                self._odoo.change(name, "-u", ",".join(changed), "--i18n-overwrite")
            self.install(name, new, notes["demo"])
            self.remember(name, **{**notes, "addons": marks})

    def passwords(self, name, demo):
        """First passwords: login = password in demo, a random one for admin otherwise."""
        notes = self.notes(name)
        if demo:
            return json.loads(self._odoo.script(name, "demo_logins.py").splitlines()[-1])
        if notes.get("secured"):
            return []
        password = os.environ.get(FIRST_PASSWORD) or secrets.token_urlsafe(12)
        self._odoo.script(name, "admin_password.py", password=password)
        self.remember(name, **{**notes, "secured": True})
        return [["admin", password]]

    def _filestore(self, name):
        return self._places.data / "filestore" / name
